// SPDX-License-Identifier: GPL-3.0-or-later
// libsquashfuse asks for every way of compression there is. Our images use zstd, and their tables zlib at most; the others are answered
// with failure, so that their libraries (LZO is under GPL-2 alone) stay out.
#include <stddef.h>
#include <stdint.h>

int LZ4_decompress_safe(const char *from, char *to, int size, int room);
int LZ4_decompress_safe(const char *from, char *to, int size, int room)
{
    (void)from, (void)to, (void)size, (void)room;
    return -1;
}

int lzo1x_decompress_safe(const unsigned char *from, size_t size, unsigned char *to, size_t *room, void *work);
int lzo1x_decompress_safe(const unsigned char *from, size_t size, unsigned char *to, size_t *room, void *work)
{
    (void)from, (void)size, (void)to, (void)room, (void)work;
    return -1;
}

int lzma_stream_buffer_decode(uint64_t *limit, uint32_t flags, const void *allocator, const uint8_t *from, size_t *at,
                              size_t size, uint8_t *to, size_t *to_at, size_t room);
int lzma_stream_buffer_decode(uint64_t *limit, uint32_t flags, const void *allocator, const uint8_t *from, size_t *at,
                              size_t size, uint8_t *to, size_t *to_at, size_t room)
{
    (void)limit, (void)flags, (void)allocator, (void)from, (void)at, (void)size, (void)to, (void)to_at, (void)room;
    return 11; // LZMA_PROG_ERROR
}
