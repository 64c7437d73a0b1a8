"""The pages as a reader meets them: in a real browser, with a keyboard, with scripts off, from a file."""
