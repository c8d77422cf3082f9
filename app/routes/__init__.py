"""The routes: parse → one query → one view. They never import each other."""
