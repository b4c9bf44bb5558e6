/* SPDX-License-Identifier: 0BSD */
/*
 * Functions of real numbers in IEEE single precision, without a C library: polynomials and bit
 * tricks in a fixed order, so that every board computes the same bits. Compile with
 * -ffp-contract=off. Unless said otherwise NaN gives NaN.
 */
#ifndef UPCALL_REAL_H
#define UPCALL_REAL_H

#include <float.h>
#include <stdint.h>

#if FLT_RADIX != 2 || FLT_MANT_DIG != 24 || FLT_MAX_EXP != 128
#error "float networks need IEEE 754 single precision"
#endif

#if defined(__GNUC__)
#define UPCALL_INFINITY __builtin_inff()
#define UPCALL_NAN __builtin_nanf("")
#else
#include <math.h>
#define UPCALL_INFINITY INFINITY
#define UPCALL_NAN NAN
#endif

/* e^x, ln x, square root: the bits of Java's PolicyMath; within one unit in the last place. */
float upcall_exp(float x);
float upcall_log(float x);
float upcall_sqrt(float x);

/* Within 4 units in the last place of 1. */
float upcall_tanh(float x);
float upcall_erf(float x);

/* x^y: by squaring where y is a whole number up to 64, else relative error up to |y ln x| 2^-23. */
float upcall_pow(float x, float y);

/* To whole numbers: down, up, to the nearest with ties to even, towards 0. */
float upcall_floor(float x);
float upcall_ceil(float x);
float upcall_round(float x);
float upcall_trunc(float x);

static inline float upcall_abs(float x) {
    return x < 0.0f ? -x : x;
}

static inline float upcall_squared_difference(float x, float y) {
    return (x - y) * (x - y);
}

static inline float upcall_max(float x, float y) {
    return x > y || x != x ? x : y;
}

static inline float upcall_min(float x, float y) {
    return x < y || x != x ? x : y;
}

static inline float upcall_clip(float x, float min, float max) {
    x = x < min ? min : x;
    return x > max ? max : x;
}

static inline float upcall_sign(float x) {
    return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x;
}

static inline float upcall_sigmoid(float x) {
    return 1.0f / (1.0f + upcall_exp(-x));
}

static inline float upcall_leaky_relu(float x, float a) {
    return x < 0.0f ? x * a : x;
}

static inline float upcall_elu(float x, float a) {
    return x >= 0.0f ? x : a * (upcall_exp(x) - 1.0f);
}

static inline float upcall_celu(float x, float a) {
    return upcall_max(x, 0.0f) + upcall_min(0.0f, a * (upcall_exp(x / a) - 1.0f));
}

static inline float upcall_hard_swish(float x) {
    return x * upcall_clip(x / 6.0f + 0.5f, 0.0f, 1.0f);
}

/* ln(1 + e^x) */
static inline float upcall_softplus(float x) {
    return x > 20.0f ? x : upcall_log(1.0f + upcall_exp(x));
}

static inline float upcall_gelu(float x) {
    return 0.5f * x * (1.0f + upcall_erf(x * 0.707106781f));
}

static inline float upcall_gelu_tanh(float x) {
    return 0.5f * x * (1.0f + upcall_tanh(0.797884561f * (x + 0.044715f * x * x * x)));
}

static inline float upcall_mish(float x) {
    return x * upcall_tanh(upcall_softplus(x));
}

static inline float upcall_softsign(float x) {
    return x / (1.0f + upcall_abs(x));
}

/* ln(e^x + e^y) */
static inline float upcall_log_add(float x, float y) {
    const float greater = upcall_max(x, y);
    const float less = x > y ? y : x;
    if (less == -UPCALL_INFINITY) {
        return greater;
    }
    return greater + upcall_log(1.0f + upcall_exp(less - greater));
}

#endif
