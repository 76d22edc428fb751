"""The catalogue's pages: each view turns a request into a question or an action, and the answer into a page."""
