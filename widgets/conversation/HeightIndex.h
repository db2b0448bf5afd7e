// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <vector>

namespace liaison {

/// The heights of all rows of a message list in pixels, measured or estimated. Kept in blocks with sums, so that asking for a
/// row's top, finding the row at a y, changing one height and inserting or removing a run each cost about the square root of
/// the number of rows: at 100,000 rows some 400 block sums and at most 512 heights. A value; any thread, one at a time.
class HeightIndex
{
public:
    /// Rows of `height` pixels each instead of what there was.
    void reset(int count, int height);
    /// `count` rows of `height` before row `first` (0…count()).
    void insert(int first, int count, int height);
    /// Rows `first` … `first + count - 1` go.
    void remove(int first, int count);
    void set(int row, int height);

    int count() const { return m_count; }
    qint64 total() const { return m_total; }
    int height(int row) const;
    /// Sum of the heights above `row`; row == count() gives total().
    qint64 top(int row) const;
    /// The row that covers `y`, limited to the first and the last row; -1 if there are none.
    int rowAt(qint64 y) const;

private:
    struct Block
    {
        std::vector<int> heights;
        qint64 sum = 0;
    };
    struct Place
    {
        std::size_t block;
        std::size_t offset;
    };
    static constexpr int blockSize = 512;

    Place placeOf(int row) const;

    std::vector<Block> m_blocks;
    int m_count = 0;
    qint64 m_total = 0;
};

} // namespace liaison
