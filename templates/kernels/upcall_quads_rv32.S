/* SPDX-License-Identifier: 0BSD */
/* upcall_quads.h for RV32IM. */
#include "upcall_rv32.h"

#if UPCALL_RV32_ASSEMBLY

/* Frame of both functions. */
#define X 0
#define X_END 4
#define OUTPUT 8
#define PITCH 12
#define LEFT 16 /* channels */
#define SIGNED 20
#define OFFSET 24
#define SHIFT 28
#define SPREAD 12 /* -128 of each channel of a word, in place of PITCH */
#define FOURS_END 32 /* of the outputs of the first pixel that are in blocks of four channels */
#define SUMS 36      /* 16 of them */
#define FRAME 108

/* a0 = layer, a1 = x, a2 = w, a3 = output -> frame, a1 = w; a tap of x is 1 << \bits bytes, a block
   1 << \lanes channels. */
    .macro begin bits, lanes
    enter   FRAME
    lw      t0, 0(a0)
    lw      t1, 4(a0)
    lw      t2, 8(a0)
    lw      t3, 12(a0)
    lw      t4, 16(a0)
    lw      t5, 20(a0)
    slli    t0, t0, \bits
    add     t0, t0, a1
    slli    t1, t1, \lanes
    sw      a1, X(sp)
    sw      t0, X_END(sp)
    sw      a3, OUTPUT(sp)
    sw      t2, PITCH(sp)
    sw      t1, LEFT(sp)
    sw      t3, SIGNED(sp)
    sw      t4, OFFSET(sp)
    sw      t5, SHIFT(sp)
    mv      a1, a2
    .endm

/* Sums of runs and of their upper parts -> 256 times both sums that they stand for. */
    .macro separate run, upper, t
    slli    \upper, \upper, 8
    slli    \run, \run, 8
    slli    \t, \upper, 16
    sub     \run, \run, \t
    .endm

/* ---- 4 pixels by 4 channels -------------------------------------------------------------------
   a0 x, a1 w, a2-a5 inputs of two taps, t0 t1 weights, s0 s1 runs, t2 2^15, ra end of x; sums of runs
   and of upper parts of pixels 0 and 1, then 2 and 3: s2-s5 of channel 0, s6-s9, s10 s11 t3 t4,
   t5 t6 a6 a7. Two taps: 4 + 4 * 16 instructions, 32 products. */

    .macro inputs at
    lw      a2, \at(a0)
    lw      a3, \at + 4(a0)
    lw      a4, \at + 8(a0)
    lw      a5, \at + 12(a0)
    .endm

    .macro run at, run0, upper0, run1, upper1
    lb      t0, \at(a1)
    lb      t1, \at + 1(a1)
    mul     s0, t0, a2
    mul     s1, t0, a3
    mul     t0, t1, a4
    mul     t1, t1, a5
    add     s0, s0, t0
    add     s1, s1, t1
    add     \run0, \run0, s0
    add     \run1, \run1, s1
    add     s0, s0, t2
    add     s1, s1, t2
    srai    s0, s0, 16
    srai    s1, s1, 16
    add     \upper0, \upper0, s0
    add     \upper1, \upper1, s1
    .endm

/* The same where the sums begin with it. */
    .macro first_run at, run0, upper0, run1, upper1
    lb      t0, \at(a1)
    lb      t1, \at + 1(a1)
    mul     \run0, t0, a2
    mul     \run1, t0, a3
    mul     t0, t1, a4
    mul     t1, t1, a5
    add     \run0, \run0, t0
    add     \run1, \run1, t1
    add     \upper0, \run0, t2
    add     \upper1, \run1, t2
    srai    \upper0, \upper0, 16
    srai    \upper1, \upper1, 16
    .endm

    .macro first_four_runs
    inputs  0
    first_run 0, s2, s3, s4, s5
    first_run 2, s6, s7, s8, s9
    first_run 4, s10, s11, t3, t4
    first_run 6, t5, t6, a6, a7
    .endm

    .macro four_runs at
    inputs  2 * (\at)
    run     \at, s2, s3, s4, s5
    run     \at + 2, s6, s7, s8, s9
    run     \at + 4, s10, s11, t3, t4
    run     \at + 6, t5, t6, a6, a7
    .endm

/* A channel's accumulators from its sums, its record being at \at. */
    .macro accumulators at, run0, upper0, run1, upper1
    lw      t0, \at(a1)
    separate \run0, \upper0, a0
    separate \run1, \upper1, a0
    add     \run0, \run0, t0
    add     \upper0, \upper0, t0
    add     \run1, \run1, t0
    add     \upper1, \upper1, t0
    .endm

/* An output that is -128 where a is negative. */
    .macro output a, channel, to
    bltz    \a, .Lnegative\@
    mulh    \a, \a, t1
    add     \a, \a, ra
    sra     \a, \a, t2
    at_most \a, s0
    sb      \a, \channel(\to)
.Lnext\@:
    .subsection 1
.Lnegative\@:
    sb      s1, \channel(\to)
    j       .Lnext\@
    .previous
    .endm

/* An output whose sum is less by its correction t0 if negative. */
    .macro signed_output a, channel, to
    bgez    \a, .Lright\@
    sub     \a, \a, t0
.Lright\@:
    mulh    \a, \a, t1
    add     \a, \a, ra
    sra     \a, \a, t2
    at_least \a, s1
    at_most \a, s0
    sb      \a, \channel(\to)
    .endm

/* Addresses of outputs in a2-a5, and what `output` needs; t0 = whether there are corrections. */
    .macro before_outputs
    lw      a2, OUTPUT(sp)
    lw      t0, PITCH(sp)
    add     a3, a2, t0
    add     a4, a3, t0
    add     a5, a4, t0
    lw      ra, OFFSET(sp)
    lw      t2, SHIFT(sp)
    li      s0, 127
    li      s1, -128
    lw      t0, SIGNED(sp)
    .endm

    .macro outputs channel, a0, a1, a2, a3
    accumulators 8 * \channel, \a0, \a1, \a2, \a3
    lw      t1, 8 * \channel + 4(a1)
    output  \a0, \channel, a2
    output  \a1, \channel, a3
    output  \a2, \channel, a4
    output  \a3, \channel, a5
    .endm

    .macro signed_outputs channel, a0, a1, a2, a3
    accumulators 12 * \channel, \a0, \a1, \a2, \a3
    lw      t1, 12 * \channel + 4(a1)
    lw      t0, 12 * \channel + 8(a1)
    signed_output \a0, \channel, a2
    signed_output \a1, \channel, a3
    signed_output \a2, \channel, a4
    signed_output \a3, \channel, a5
    .endm

    function upcall_quads_4x4
    begin   3, 0
    addi    t0, t1, -4
    bltz    t0, .Lones
    andi    t0, t1, -4
    add     t0, t0, a3
    sw      t0, FOURS_END(sp)
.Lfour:
    lw      a0, X(sp)
    lw      ra, X_END(sp)
    lui     t2, 8
    first_four_runs
    j       2f
1:  four_runs 0
2:  four_runs 8
    addi    a0, a0, 32
    addi    a1, a1, 16
    bne     a0, ra, 1b
    before_outputs
    bnez    t0, .Lsigned
    outputs 3, t5, t6, a6, a7
    outputs 2, s10, s11, t3, t4
    outputs 1, s6, s7, s8, s9
    outputs 0, s2, s3, s4, s5
    addi    a1, a1, 32
    addi    a2, a2, 4
.Lnext_four:
    lw      t0, FOURS_END(sp)
    sw      a2, OUTPUT(sp)
    bne     a2, t0, .Lfour
.Lones:
    lw      t1, LEFT(sp)
    andi    t1, t1, 3
    sw      t1, LEFT(sp)
.Lone:
    lw      t1, LEFT(sp)
    beqz    t1, .Ldone
    addi    t1, t1, -1
    sw      t1, LEFT(sp)
    lw      a0, X(sp)
    lw      ra, X_END(sp)
    lui     t2, 8
    inputs  0
    first_run 0, s2, s3, s4, s5
    j       4f
3:  inputs  0
    run     0, s2, s3, s4, s5
4:  inputs  16
    run     2, s2, s3, s4, s5
    addi    a0, a0, 32
    addi    a1, a1, 4
    bne     a0, ra, 3b
    before_outputs
    bnez    t0, .Lsigned_one
    outputs 0, s2, s3, s4, s5
    addi    a1, a1, 8
    addi    a2, a2, 1
    sw      a2, OUTPUT(sp)
    j       .Lone
.Lsigned:
    signed_outputs 3, t5, t6, a6, a7
    signed_outputs 2, s10, s11, t3, t4
    signed_outputs 1, s6, s7, s8, s9
    signed_outputs 0, s2, s3, s4, s5
    addi    a1, a1, 48
    addi    a2, a2, 4
    j       .Lnext_four
.Lsigned_one:
    signed_outputs 0, s2, s3, s4, s5
    addi    a1, a1, 12
    addi    a2, a2, 1
    sw      a2, OUTPUT(sp)
    j       .Lone
.Ldone:
    leave   FRAME
    end_function upcall_quads_4x4

/* ---- 1 vector by 16 channels ------------------------------------------------------------------
   a0 x, a1 w, ra 0x00ff00ff; of two taps: a2 a3 inputs, a4 a5 the same << 24, t2 what a run begins
   with, t0 t1 weights, of which s0 s1 are the even ones. Sums of the runs of channels 0 and 2, of
   their upper parts, and the same of channels 1 and 3: s2-s5; s6-s9, s10 s11 t3 t4, t5 t6 a6 a7 of
   the next four. Two taps: 9 + 4 * 20 instructions, 32 products. */

/* A run begins with 2^15, and what 128 in each weight adds is taken back. */
    .macro vector_inputs at
    lb      a2, \at(a0)
    lb      a3, \at + 1(a0)
    lw      s0, SPREAD(sp)
    add     t2, a2, a3
    mul     t2, t2, s0
    lui     s0, 8
    add     t2, t2, s0
    slli    a4, a2, 24
    slli    a5, a3, 24
    .endm

    .macro vector_run first, second, even, even_upper, odd, odd_upper
    lw      t0, \first(a1)
    lw      t1, \second(a1)
    and     s0, t0, ra
    and     s1, t1, ra
    sub     t0, t0, s0
    sub     t1, t1, s1
    mul     s0, s0, a2
    mul     s1, s1, a3
    mulhsu  t0, a4, t0
    mulhsu  t1, a5, t1
    add     s0, s0, s1
    add     t0, t0, t1
    add     s0, s0, t2
    add     t0, t0, t2
    add     \even, \even, s0
    add     \odd, \odd, t0
    srai    s0, s0, 16
    srai    t0, t0, 16
    add     \even_upper, \even_upper, s0
    add     \odd_upper, \odd_upper, t0
    .endm

    .macro sixteen_runs taps, at
    vector_inputs \taps
    vector_run \at, \at + 16, s2, s3, s4, s5
    vector_run \at + 4, \at + 20, s6, s7, s8, s9
    vector_run \at + 8, \at + 24, s10, s11, t3, t4
    vector_run \at + 12, \at + 28, t5, t6, a6, a7
    .endm

    .macro keep_vector at, even, even_upper, odd, odd_upper
    separate \even, \even_upper, t0
    separate \odd, \odd_upper, t0
    sw      \even, SUMS + \at(sp)
    sw      \odd, SUMS + \at + 4(sp)
    sw      \even_upper, SUMS + \at + 8(sp)
    sw      \odd_upper, SUMS + \at + 12(sp)
    .endm

    function upcall_quads_1x16
    begin   0, 2
    li      t0, -0x00800080
    sw      t0, SPREAD(sp)
4:  lw      t1, LEFT(sp)
    beqz    t1, 9f
    lw      a0, X(sp)
    li      ra, 0x00ff00ff
    clear   s2, s3, s4, s5
    addi    t1, t1, -16
    bltz    t1, 8f
    sw      t1, LEFT(sp)
    clear   s6, s7, s8, s9, s10, s11, t3, t4, t5, t6, a6, a7
5:  sixteen_runs 0, 0
    sixteen_runs 2, 32
    addi    a0, a0, 4
    addi    a1, a1, 64
    lw      t0, X_END(sp)
    bne     a0, t0, 5b
    keep_vector 48, t5, t6, a6, a7
    keep_vector 32, s10, s11, t3, t4
    keep_vector 16, s6, s7, s8, s9
    addi    t4, sp, SUMS + 64
6:  keep_vector 0, s2, s3, s4, s5
    addi    t3, sp, SUMS
    lw      a2, OUTPUT(sp)
    lw      ra, OFFSET(sp)
    lw      t2, SHIFT(sp)
    li      s0, 127
    li      s1, -128
    lw      t5, SIGNED(sp)
    bnez    t5, 72f
7:  lw      s2, (t3)
    lw      t0, (a1)
    lw      t1, 4(a1)
    add     s2, s2, t0
    addi    t3, t3, 4
    addi    a1, a1, 8
    output  s2, 0, a2
    addi    a2, a2, 1
    bne     t3, t4, 7b
    j       73f
72: lw      s2, (t3)
    lw      t0, (a1)
    lw      t1, 4(a1)
    add     s2, s2, t0
    lw      t0, 8(a1)
    addi    t3, t3, 4
    addi    a1, a1, 12
    signed_output s2, 0, a2
    addi    a2, a2, 1
    bne     t3, t4, 72b
73: sw      a2, OUTPUT(sp)
    j       4b
8:  addi    t1, t1, 12
    sw      t1, LEFT(sp)
81: vector_inputs 0
    vector_run 0, 4, s2, s3, s4, s5
    vector_inputs 2
    vector_run 8, 12, s2, s3, s4, s5
    addi    a0, a0, 4
    addi    a1, a1, 16
    lw      t0, X_END(sp)
    bne     a0, t0, 81b
    addi    t4, sp, SUMS + 16
    j       6b
9:  leave   FRAME
    end_function upcall_quads_1x16

#endif
