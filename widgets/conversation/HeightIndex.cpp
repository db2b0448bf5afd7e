// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/HeightIndex.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace liaison {

void HeightIndex::reset(int count, int height)
{
    m_blocks.clear();
    m_count = 0;
    m_total = 0;
    insert(0, count, height);
}

HeightIndex::Place HeightIndex::placeOf(int row) const
{
    auto left = static_cast<std::size_t>(row);
    std::size_t block = 0;
    while (block < m_blocks.size() && left >= m_blocks[block].heights.size()) {
        left -= m_blocks[block].heights.size();
        ++block;
    }
    return {block, left};
}

void HeightIndex::insert(int first, int count, int height)
{
    Q_ASSERT(first >= 0 && first <= m_count);
    if (count <= 0)
        return;
    // The common case, one or a few rows at the end of a block that has room, moves at most one block's heights.
    Place place = placeOf(first);
    if (place.offset == 0 && place.block > 0)
        place = {place.block - 1, m_blocks[place.block - 1].heights.size()};
    const auto n = static_cast<std::size_t>(count);
    m_count += count;
    m_total += qint64(count) * height;
    if (place.block < m_blocks.size() && m_blocks[place.block].heights.size() + n <= blockSize) {
        Block &block = m_blocks[place.block];
        block.heights.insert(block.heights.begin() + std::ptrdiff_t(place.offset), n, height);
        block.sum += qint64(count) * height;
        return;
    }
    // Otherwise the block is cut at the place, and whole blocks go between its two parts.
    std::vector<Block> fresh;
    for (std::size_t left = n; left > 0;) {
        const std::size_t take = std::min<std::size_t>(left, blockSize / 2 < left && left < blockSize ? left : blockSize / 2);
        fresh.push_back({std::vector<int>(take, height), qint64(take) * height});
        left -= take;
    }
    std::size_t at = place.block;
    if (place.block < m_blocks.size()) {
        Block &head = m_blocks[place.block];
        if (place.offset < head.heights.size()) {
            Block tail;
            tail.heights.assign(head.heights.begin() + std::ptrdiff_t(place.offset), head.heights.end());
            tail.sum = std::accumulate(tail.heights.begin(), tail.heights.end(), qint64(0));
            head.heights.resize(place.offset);
            head.sum -= tail.sum;
            fresh.push_back(std::move(tail));
        }
        if (!head.heights.empty())
            ++at;
        else
            m_blocks.erase(m_blocks.begin() + std::ptrdiff_t(place.block));
    }
    m_blocks.insert(m_blocks.begin() + std::ptrdiff_t(at), std::make_move_iterator(fresh.begin()),
                    std::make_move_iterator(fresh.end()));
}

void HeightIndex::remove(int first, int count)
{
    Q_ASSERT(first >= 0 && first + count <= m_count);
    Place place = placeOf(first);
    auto left = static_cast<std::size_t>(std::max(count, 0));
    m_count -= std::max(count, 0);
    while (left > 0) {
        Block &block = m_blocks[place.block];
        const std::size_t take = std::min(left, block.heights.size() - place.offset);
        const auto from = block.heights.begin() + std::ptrdiff_t(place.offset);
        const auto to = from + std::ptrdiff_t(take);
        const qint64 gone = std::accumulate(from, to, qint64(0));
        block.heights.erase(from, to);
        block.sum -= gone;
        m_total -= gone;
        left -= take;
        if (block.heights.empty())
            m_blocks.erase(m_blocks.begin() + std::ptrdiff_t(place.block));
        else
            ++place.block;
        place.offset = 0;
    }
}

void HeightIndex::set(int row, int height)
{
    Q_ASSERT(row >= 0 && row < m_count);
    const Place place = placeOf(row);
    Block &block = m_blocks[place.block];
    const int change = height - block.heights[place.offset];
    block.heights[place.offset] = height;
    block.sum += change;
    m_total += change;
}

int HeightIndex::height(int row) const
{
    Q_ASSERT(row >= 0 && row < m_count);
    const Place place = placeOf(row);
    return m_blocks[place.block].heights[place.offset];
}

qint64 HeightIndex::top(int row) const
{
    Q_ASSERT(row >= 0 && row <= m_count);
    qint64 sum = 0;
    auto left = static_cast<std::size_t>(row);
    for (const Block &block : m_blocks) {
        if (left < block.heights.size())
            return std::accumulate(block.heights.begin(), block.heights.begin() + std::ptrdiff_t(left), sum);
        sum += block.sum;
        left -= block.heights.size();
    }
    return sum;
}

int HeightIndex::rowAt(qint64 y) const
{
    if (m_count == 0)
        return -1;
    if (y < 0)
        return 0;
    int row = 0;
    for (const Block &block : m_blocks) {
        if (y >= block.sum) {
            y -= block.sum;
            row += int(block.heights.size());
            continue;
        }
        for (const int height : block.heights) {
            if (y < height)
                return row;
            y -= height;
            ++row;
        }
    }
    return m_count - 1;
}

} // namespace liaison
