"""Pure reading of Kazakh and Russian text: letters, words, patterns, language."""
