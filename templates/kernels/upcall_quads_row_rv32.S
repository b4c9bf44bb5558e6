/* SPDX-License-Identifier: 0BSD */
/* upcall_quads_row.h for RV32IM. */
#include "upcall_rv32.h"

#if UPCALL_RV32_ASSEMBLY

/* Fields. */
#define OUTPUT 12
#define WEIGHTS 16
#define RECORDS 20
#define CHANNELS 24
#define STRIDE 28
#define INSIDE 32
#define LEFT 36
#define RIGHT 40
#define PADDING 44
#define OFFSET 48
#define SHIFT 52
#define BACK 56
#define OUTPUT_BACK 60

/* Bytes of the frame, which keeps nothing but registers. */
#define FRAME 12

/* a0 fields, a1 output, a2-a4 a column's inputs, a5 a product, a6 where the loop's outputs end,
   a7 multiplier, s0 256 times the oldest sum that is not complete, s1 the next one with stride 1,
   s2-s10 256 times the weights, s11 start, t0-t2 inputs, t3 shift, t4 offset, t5 bytes of a column,
   t6 127, ra -128. */

    .macro column
    lb      a2, (t0)
    lb      a3, (t1)
    lb      a4, (t2)
    add     t0, t0, t5
    add     t1, t1, t5
    add     t2, t2, t5
    .endm

    .macro outside
    lw      a2, PADDING(a0)
    mv      a3, a2
    mv      a4, a2
    .endm

/* \sum = \from + a column of the kernel times the column's inputs. */
    .macro taps w0, w1, w2, sum, from
    mul     a5, a2, \w0
    add     \sum, \from, a5
    mul     a5, a3, \w1
    add     \sum, \sum, a5
    mul     a5, a4, \w2
    add     \sum, \sum, a5
    .endm

    .macro left_taps sum, from
    taps    s2, s3, s4, \sum, \from
    .endm

    .macro middle_taps from
    taps    s5, s6, s7, s0, \from
    .endm

/* The last taps of the oldest sum, and its output. */
    .macro right_taps
    taps    s8, s9, s10, s0, s0
    bltz    s0, .Lnegative\@
    mulh    s0, s0, a7
    add     s0, s0, t4
    sra     s0, s0, t3
    at_most s0, t6
    sb      s0, (a1)
.Lnext\@:
    .subsection 1
.Lnegative\@:
    sb      ra, (a1)
    j       .Lnext\@
    .previous
    .endm

    function upcall_quads_row
    enter   FRAME
    lw      t0, 0(a0)
    lw      t1, 4(a0)
    lw      t2, 8(a0)
    lw      a1, OUTPUT(a0)
    lw      t3, SHIFT(a0)
    lw      t4, OFFSET(a0)
    lw      t5, CHANNELS(a0)
    li      t6, 127
    li      ra, -128
1:  lw      a6, WEIGHTS(a0)
    .set    tap, 0
    .irp    weight, s2, s3, s4, s5, s6, s7, s8, s9, s10
    lb      \weight, tap(a6)
    .set    tap, tap + 1
    .endr
    .irp    weight, s2, s3, s4, s5, s6, s7, s8, s9, s10
    slli    \weight, \weight, 8
    .endr
    addi    a6, a6, 9
    sw      a6, WEIGHTS(a0)
    lw      a6, RECORDS(a0)
    lw      s11, 0(a6)
    lw      a7, 4(a6)
    addi    a6, a6, 8
    sw      a6, RECORDS(a0)
    lw      a6, INSIDE(a0)
    add     a6, a6, a1
    outside
    lw      a5, LEFT(a0)
    bnez    a5, 2f
    column
2:  left_taps s0, s11
    lw      a5, STRIDE(a0)
    addi    a5, a5, -1
    bnez    a5, 5f
    column
    middle_taps s0
    left_taps s1, s11
    beq     a1, a6, 4f
3:  column
    right_taps
    middle_taps s1
    left_taps s1, s11
    add     a1, a1, t5
    bne     a1, a6, 3b
4:  lw      a5, RIGHT(a0)
    beqz    a5, 8f
    j       7f
5:  beq     a1, a6, 65f
6:  column
    middle_taps s0
    column
    right_taps
    left_taps s0, s11
    add     a1, a1, t5
    bne     a1, a6, 6b
65: lw      a5, RIGHT(a0)
    beqz    a5, 8f
    column
    middle_taps s0
7:  outside
    right_taps
    add     a1, a1, t5
8:  lw      a5, BACK(a0)
    sub     t0, t0, a5
    sub     t1, t1, a5
    sub     t2, t2, a5
    lw      a5, OUTPUT_BACK(a0)
    sub     a1, a1, a5
    lw      a5, CHANNELS(a0)
    addi    a5, a5, -1
    sw      a5, CHANNELS(a0)
    bnez    a5, 1b
    leave   FRAME
    end_function upcall_quads_row

#endif
