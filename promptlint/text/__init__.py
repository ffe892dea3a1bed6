"""Words: tokens, their forms, sentences, languages, and the phrases that knowledge is written in."""
