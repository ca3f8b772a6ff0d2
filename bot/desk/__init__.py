"""From a question to its answer: drafts, cases, threads, offices."""
