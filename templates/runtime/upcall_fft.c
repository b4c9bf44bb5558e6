/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_fft.h"

/* number * factor / 2^16, rounded down: half of what a factor in Q15 makes of it. */
static inline int32_t half(int32_t number, int32_t factor)
{
#if defined(__ARM_FEATURE_DSP) && !defined(UPCALL_PLAIN_C)
    int32_t product;
    __asm__("smulwb %0, %1, %2" : "=r"(product) : "r"(number), "r"(factor));
    return product;
#elif defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_8M_BASE__)
    /* There is no product of 64 bits: the halves' products fit 32, and the lower one is rounded. */
    return (number >> 16) * factor + (((int32_t)((uint32_t)number & 0xffffu) * factor) >> 16);
#else
    return (int32_t)(((int64_t)number * factor) >> 16);
#endif
}

/* Half of what turning back by the angle whose cosine and sine these are makes of a number. */
static inline int32_t real(const int32_t *number, int32_t cosine, int32_t sine)
{
    return half(number[0], cosine) + half(number[1], sine);
}

static inline int32_t imaginary(const int32_t *number, int32_t cosine, int32_t sine)
{
    return half(number[1], cosine) - half(number[0], sine);
}

/* Joins four numbers, given their halves; the second and the third change places. */
static inline void join(
    int32_t *a, uint32_t step, int32_t ar, int32_t ai, int32_t br, int32_t bi, int32_t cr, int32_t ci,
    int32_t dr, int32_t di)
{
    int32_t *b = a + step;
    int32_t *c = b + step;
    int32_t *d = c + step;
    a[0] = ((ar + br) + (cr + dr)) >> 1;
    a[1] = ((ai + bi) + (ci + di)) >> 1;
    c[0] = ((ar + br) - (cr + dr)) >> 1;
    c[1] = ((ai + bi) - (ci + di)) >> 1;
    b[0] = ((ar - br) + (ci - di)) >> 1;
    b[1] = ((ai - bi) - (cr - dr)) >> 1;
    d[0] = ((ar - br) - (ci - di)) >> 1;
    d[1] = ((ai - bi) + (cr - dr)) >> 1;
}

static void join_pairs(uint32_t points, int32_t *data)
{
    for (uint32_t at = 0; at < points; at += 4u) {
        int32_t *a = data + at;
        int32_t r = a[2] >> 1;
        int32_t i = a[3] >> 1;
        a[2] = (a[0] >> 1) - r;
        a[3] = (a[1] >> 1) - i;
        a[0] = (a[0] >> 1) + r;
        a[1] = (a[1] >> 1) + i;
    }
}

/* Joins four transforms of `quarter` numbers each to one, all along the data. */
static void stage(uint32_t points, const int16_t *cosines, int32_t *data, uint32_t quarter)
{
    uint32_t step = 2u * quarter;
    uint32_t turn = points / (4u * quarter);
    for (uint32_t at = 0; at < points; at += 4u * step) {
        int32_t *a = data + at;
        const int32_t *b = a + step;
        const int32_t *c = b + step;
        const int32_t *d = c + step;
        join(
            a, step, a[0] >> 1, a[1] >> 1, b[0] >> 1, b[1] >> 1, c[0] >> 1, c[1] >> 1, d[0] >> 1,
            d[1] >> 1);
    }
    for (uint32_t j = 1; j < quarter; j++) {
        uint32_t one = j * turn;
        uint32_t two = 2u * one;
        uint32_t three = 3u * one;
        uint32_t right = points / 4u;
        int32_t cos1 = cosines[one];
        int32_t sin1 = cosines[right - one];
        int32_t cos2 = cosines[two];
        int32_t sin2 = cosines[two < right ? right - two : two - right];
        int32_t cos3 = cosines[three < points - three ? three : points - three];
        int32_t sin3 = cosines[three < right ? right - three : three - right];
        for (uint32_t at = 2u * j; at < points; at += 4u * step) {
            int32_t *a = data + at;
            const int32_t *b = a + step;
            const int32_t *c = b + step;
            const int32_t *d = c + step;
            join(
                a, step, a[0] >> 1, a[1] >> 1, real(b, cos2, sin2), imaginary(b, cos2, sin2),
                real(c, cos1, sin1), imaginary(c, cos1, sin1), real(d, cos3, sin3),
                imaginary(d, cos3, sin3));
        }
    }
}

/* With pair k and pair -k of the pairs' transform, bins k and -k of the whole. */
static void split(uint32_t points, const int16_t *cosines, int32_t *data)
{
    uint32_t right = points / 4u;
    for (uint32_t k = 1; k <= right; k++) {
        int32_t *low = data + 2u * k;
        int32_t *high = data + points - 2u * k;
        int32_t even[2] = {(low[0] + high[0]) >> 2, (low[1] - high[1]) >> 2};
        int32_t odd[2] = {(low[1] + high[1]) >> 1, (high[0] - low[0]) >> 1};
        int32_t cosine = cosines[k];
        int32_t sine = cosines[right - k];
        int32_t r = real(odd, cosine, sine);
        int32_t i = imaginary(odd, cosine, sine);
        low[0] = even[0] + r;
        low[1] = even[1] + i;
        high[0] = even[0] - r;
        high[1] = even[1] - i;
    }
}

void upcall_fft(uint32_t points, const int16_t *cosines, int32_t *data)
{
    uint32_t bits = 0;
    while (points >> (bits + 1u) != 1u) {
        bits++;
    }
    uint32_t quarter = 1;
    if (bits % 2u == 1u) {
        join_pairs(points, data);
        quarter = 2;
    }
    for (; quarter < points / 2u; quarter *= 4u) {
        stage(points, cosines, data, quarter);
    }
    split(points, cosines, data);
}
