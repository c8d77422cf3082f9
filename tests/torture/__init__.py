"""Long attacks on the whole service (`make torture ROW=swaps`): the rows of docs/reliability.md."""
