"""The demo's data: MovieLens-100K out of the offline pack, and a drawn cover for each film."""
