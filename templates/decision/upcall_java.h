/*
 * Java's int and float operations in C that has no undefined behaviour. Policies are translated
 * from Java; what C leaves open (overflow, shifts, conversions, NaN) is settled here as the Java
 * Language Specification settles it, so that device and host take the same decision on every input.
 *
 * Compile with -ffp-contract=off: a fused multiply-add rounds once where Java rounds twice.
 *
 * SPDX-License-Identifier: 0BSD
 */
#ifndef UPCALL_JAVA_H
#define UPCALL_JAVA_H

#include <float.h>
#include <stdbool.h>
#include <stdint.h>

#if FLT_RADIX != 2 || FLT_MANT_DIG != 24 || FLT_MAX_EXP != 128
#error "policies need IEEE 754 single precision"
#endif
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0
#error "policies need float arithmetic in float: on 32-bit x86 compile with -msse2 -mfpmath=sse"
#endif
#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "policies need exact float arithmetic: compile without -ffast-math"
#endif

typedef union {
    float value;
    uint32_t bits;
} upcall_java_float_t;

/* Two's complement: the int with these 32 bits. */
static inline int32_t upcall_java_int(uint32_t bits)
{
    return bits <= 0x7FFFFFFFu ? (int32_t)bits : -(int32_t)(0xFFFFFFFFu - bits) - 1;
}

static inline int32_t upcall_java_add(int32_t a, int32_t b)
{
    return upcall_java_int((uint32_t)a + (uint32_t)b);
}

static inline int32_t upcall_java_sub(int32_t a, int32_t b)
{
    return upcall_java_int((uint32_t)a - (uint32_t)b);
}

static inline int32_t upcall_java_mul(int32_t a, int32_t b)
{
    return upcall_java_int((uint32_t)a * (uint32_t)b);
}

static inline int32_t upcall_java_neg(int32_t a)
{
    return upcall_java_int(0u - (uint32_t)a);
}

/* Rounds to zero; MIN_VALUE / -1 is MIN_VALUE. The translator has seen that b is not 0. */
static inline int32_t upcall_java_div(int32_t a, int32_t b)
{
    return b == -1 ? upcall_java_neg(a) : a / b;
}

/* Has the sign of a. The translator has seen that b is not 0. */
static inline int32_t upcall_java_rem(int32_t a, int32_t b)
{
    return b == -1 ? 0 : a % b;
}

/* Shifts use the low five bits of the distance. */
static inline int32_t upcall_java_shl(int32_t a, int32_t distance)
{
    return upcall_java_int((uint32_t)a << ((uint32_t)distance & 31u));
}

static inline int32_t upcall_java_shr(int32_t a, int32_t distance)
{
    uint32_t places = (uint32_t)distance & 31u;
    return a >= 0 ? (int32_t)((uint32_t)a >> places) : -(int32_t)(~(uint32_t)a >> places) - 1;
}

static inline int32_t upcall_java_ushr(int32_t a, int32_t distance)
{
    return upcall_java_int((uint32_t)a >> ((uint32_t)distance & 31u));
}

static inline int32_t upcall_java_and(int32_t a, int32_t b)
{
    return upcall_java_int((uint32_t)a & (uint32_t)b);
}

static inline int32_t upcall_java_or(int32_t a, int32_t b)
{
    return upcall_java_int((uint32_t)a | (uint32_t)b);
}

static inline int32_t upcall_java_xor(int32_t a, int32_t b)
{
    return upcall_java_int((uint32_t)a ^ (uint32_t)b);
}

static inline int32_t upcall_java_not(int32_t a)
{
    return upcall_java_int(~(uint32_t)a);
}

/* (int) x: rounds to zero, saturates, NaN gives 0. */
static inline int32_t upcall_java_to_int(float x)
{
    if (x > -2147483648.0f && x < 2147483648.0f) {
        return (int32_t)x;
    }
    if (x >= 2147483648.0f) {
        return INT32_MAX;
    }
    return x <= -2147483648.0f ? INT32_MIN : 0;
}

/* Float.floatToRawIntBits */
static inline int32_t upcall_java_raw_bits(float x)
{
    upcall_java_float_t u;
    u.value = x;
    return upcall_java_int(u.bits);
}

/* Float.floatToIntBits: every NaN has the same bits. */
static inline int32_t upcall_java_bits(float x)
{
    return x != x ? 0x7FC00000 : upcall_java_raw_bits(x);
}

/* Float.intBitsToFloat */
static inline float upcall_java_from_bits(int32_t bits)
{
    upcall_java_float_t u;
    u.bits = (uint32_t)bits;
    return u.value;
}

#define UPCALL_JAVA_INFINITY upcall_java_from_bits(0x7F800000)
#define UPCALL_JAVA_NAN upcall_java_from_bits(0x7FC00000)

static inline bool upcall_java_is_nan(float x)
{
    return x != x;
}

static inline bool upcall_java_is_finite(float x)
{
    return x >= -FLT_MAX && x <= FLT_MAX;
}

static inline int32_t upcall_java_max_int(int32_t a, int32_t b)
{
    return a >= b ? a : b;
}

static inline int32_t upcall_java_min_int(int32_t a, int32_t b)
{
    return a <= b ? a : b;
}

static inline int32_t upcall_java_abs_int(int32_t a)
{
    return a < 0 ? upcall_java_neg(a) : a;
}

/* NaN if either is; +0 is greater than -0. */
static inline float upcall_java_max_float(float a, float b)
{
    if (a != a) {
        return a;
    }
    if (a == 0.0f && b == 0.0f) {
        return upcall_java_from_bits(upcall_java_raw_bits(a) & upcall_java_raw_bits(b));
    }
    return a >= b ? a : b;
}

static inline float upcall_java_min_float(float a, float b)
{
    if (a != a) {
        return a;
    }
    if (a == 0.0f && b == 0.0f) {
        return upcall_java_from_bits(upcall_java_raw_bits(a) | upcall_java_raw_bits(b));
    }
    return a <= b ? a : b;
}

static inline float upcall_java_abs_float(float x)
{
    return upcall_java_from_bits(upcall_java_raw_bits(x) & 0x7FFFFFFF);
}

#endif
