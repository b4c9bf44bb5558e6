/* SPDX-License-Identifier: 0BSD */
/* exp, log and tanh, and erf up to 1, follow the single precision routines of Cephes
   (S. L. Moshier: expf.c, logf.c, tanhf.c, ndtrf.c), its range reductions and minimax coefficients. */
#include "upcall_real.h"

typedef union {
    float value;
    uint32_t bits;
} upcall_real_bits_t;

static uint32_t upcall_bits(float x) {
    upcall_real_bits_t real;
    real.value = x;
    return real.bits;
}

static float upcall_from_bits(uint32_t bits) {
    upcall_real_bits_t real;
    real.bits = bits;
    return real.value;
}

/* Above it all floats are whole. */
#define UPCALL_WHOLE 8388608.0f

float upcall_exp(float x) {
    if (!(x >= -87.0f)) {
        return x < -87.0f ? 0.0f : x;
    }
    if (x > 88.0f) {
        return UPCALL_INFINITY;
    }
    /* Adding 1.5 * 2^23 leaves the nearest whole number in the low bits of the significand. */
    const float rounded = x * 1.44269504f + 12582912.0f;
    const uint32_t n = upcall_bits(rounded) - 0x4B400000u;
    const float multiple = rounded - 12582912.0f;
    const float r = x - multiple * 0.693359375f - multiple * -2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return (p * (r * r) + r + 1.0f) * upcall_from_bits((n + 127u) << 23);
}

float upcall_log(float x) {
    if (!(x > 0.0f)) {
        return x == 0.0f ? -UPCALL_INFINITY : UPCALL_NAN;
    }
    if (x > FLT_MAX) {
        return x;
    }
    const int subnormal = x < FLT_MIN;
    const uint32_t bits = upcall_bits(subnormal ? x * UPCALL_WHOLE : x);
    int32_t exponent = (int32_t)(bits >> 23) - 126 - (subnormal ? 23 : 0);
    float m = upcall_from_bits((bits & 0x007FFFFFu) | 0x3F000000u); /* in [0.5, 1) */
    if (m < 0.70710678f) {
        exponent--;
        m = m + m;
    }
    const float f = m - 1.0f;
    const float z = f * f;
    float p = 7.0376836292e-2f;
    p = p * f - 1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f - 1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f - 1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f - 2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    float y = p * f * z;
    y += -2.12194440e-4f * (float)exponent;
    y -= 0.5f * z;
    return f + y + 0.693359375f * (float)exponent;
}

float upcall_sqrt(float x) {
    if (!(x > 0.0f)) {
        return x == 0.0f ? x : UPCALL_NAN;
    }
    if (x > FLT_MAX) {
        return x;
    }
    /* Half the exponent, then Heron's steps, each of which doubles the number of right bits. */
    const float normal = x < FLT_MIN ? x * 16777216.0f : x;
    float y = upcall_from_bits((upcall_bits(normal) >> 1) + 0x1FBD1DF5u);
    y = 0.5f * (y + normal / y);
    y = 0.5f * (y + normal / y);
    y = 0.5f * (y + normal / y);
    return x < FLT_MIN ? y * 2.44140625e-4f : y;
}

float upcall_tanh(float x) {
    const float size = upcall_abs(x);
    if (size > 0.625f) {
        const float y = 1.0f - 2.0f / (upcall_exp(size + size) + 1.0f);
        return x < 0.0f ? -y : y;
    }
    const float z = x * x;
    float p = -5.70498872745e-3f;
    p = p * z + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    return p * z * x + x;
}

float upcall_erf(float x) {
    const float size = upcall_abs(x);
    if (size > 1.0f) {
        /* Abramowitz and Stegun 7.1.26. */
        const float t = 1.0f / (1.0f + 0.3275911f * size);
        float p = 1.061405429f;
        p = p * t - 1.453152027f;
        p = p * t + 1.421413741f;
        p = p * t - 0.284496736f;
        p = p * t + 0.254829592f;
        const float y = 1.0f - p * t * upcall_exp(-size * size);
        return x < 0.0f ? -y : y;
    }
    const float z = x * x;
    float p = 7.853861353153693e-5f;
    p = p * z - 8.010193625184903e-4f;
    p = p * z + 5.188327685732524e-3f;
    p = p * z - 2.685381193529856e-2f;
    p = p * z + 1.128358514861418e-1f;
    p = p * z - 3.761262582423300e-1f;
    p = p * z + 1.128379165726710f;
    return x * p;
}

/* x^n for n in 0..64. */
static float upcall_power(float x, int32_t n) {
    float y = 1.0f;
    for (; n > 0; n >>= 1) {
        y = (n & 1) != 0 ? y * x : y;
        x *= x;
    }
    return y;
}

float upcall_pow(float x, float y) {
    const int whole = upcall_trunc(y) == y;
    if (whole && y >= 0.0f && y <= 64.0f) {
        return upcall_power(x, (int32_t)y);
    }
    if (whole && y >= -64.0f && y < 0.0f) {
        return 1.0f / upcall_power(x, (int32_t)-y);
    }
    if (x == 0.0f) {
        return y != y ? y : y > 0.0f ? 0.0f : UPCALL_INFINITY;
    }
    if (x < 0.0f && !whole) {
        return UPCALL_NAN;
    }
    const float size = upcall_exp(y * upcall_log(upcall_abs(x)));
    const int odd = whole && upcall_trunc(0.5f * y) != 0.5f * y;
    return x < 0.0f && odd ? -size : size;
}

float upcall_trunc(float x) {
    return upcall_abs(x) < UPCALL_WHOLE ? (float)(int32_t)x : x;
}

float upcall_floor(float x) {
    const float whole = upcall_trunc(x);
    return whole > x ? whole - 1.0f : whole;
}

float upcall_ceil(float x) {
    const float whole = upcall_trunc(x);
    return whole < x ? whole + 1.0f : whole;
}

float upcall_round(float x) {
    if (!(upcall_abs(x) < UPCALL_WHOLE)) {
        return x;
    }
    return x < 0.0f ? (x - UPCALL_WHOLE) + UPCALL_WHOLE : (x + UPCALL_WHOLE) - UPCALL_WHOLE;
}
