"""The app, asked in process and as a process of its own."""
