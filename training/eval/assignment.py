"""The assignment problem, by shortest augmenting paths (Crouse, "On implementing 2D rectangular assignment algorithms",
IEEE Transactions on Aerospace and Electronic Systems 52, 2016).
"""

import numpy as np


def assigned(cost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of min(N, M) pairs of `cost` (N x M), each in one pair at most, with the least sum of costs."""
    if cost.shape[0] > cost.shape[1]:
        columns, rows = assigned(cost.T)
        return rows, columns
    count, width = cost.shape
    row_price, column_price = np.zeros(count), np.zeros(width)
    row_of, column_of = np.full(width, -1), np.full(count, -1)
    for start in range(count):
        # Dijkstra's algorithm, from the new row to the nearest column that is free.
        length, before = np.full(width, np.inf), np.full(width, -1)
        reached = np.zeros(width, bool)
        row, shortest = start, 0.0
        while True:
            through = shortest + cost[row] - row_price[row] - column_price
            shorter = ~reached & (through < length)
            length[shorter], before[shorter] = through[shorter], row
            column = int(np.where(reached, np.inf, length).argmin())
            shortest = length[column]
            if row_of[column] < 0:
                break
            reached[column] = True
            row = row_of[column]
        row_price[start] += shortest
        row_price[row_of[reached]] += shortest - length[reached]
        column_price[reached] -= shortest - length[reached]
        # Each row on the way takes the column that it led to.
        while True:
            row = before[column]
            row_of[column] = row
            column_of[row], column = column, column_of[row]
            if row == start:
                break
    return np.arange(count), column_of
