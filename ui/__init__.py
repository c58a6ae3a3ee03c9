"""The out-door: the chat page, on top of the recommender. The only import of Gradio."""
