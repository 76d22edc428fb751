"""Other people's validators and clients against our server."""
