"""The run time of the tagger: onnxruntime, tokenizers and numpy only."""
