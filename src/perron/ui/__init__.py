"""The design system: templates, tokens and small controllers that every page is made of."""
