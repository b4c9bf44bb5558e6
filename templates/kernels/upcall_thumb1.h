/* SPDX-License-Identifier: 0BSD */
/* Macros of the assembly for Thumb-1. */
#ifndef UPCALL_THUMB1_H
#define UPCALL_THUMB1_H

    .syntax unified
    .thumb

    .macro function name
    .section .text.\name, "ax", %progbits
    .global \name
    .type \name, %function
    .thumb_func
    .balign 4
\name:
    .endm

    .macro end_function name
    .size \name, . - \name
    .endm

    .macro move_up a, b, c, d
    mov     r8, \a
    mov     r9, \b
    mov     r10, \c
    mov     r11, \d
    .endm

/* r3 = clamp8((lr + round(r2 * multiplier / 2^32)) >> r0), of which only the lower byte counts; r6 and
   r7 are the multiplier's lower and upper half. By four products of halves:

       (a1 m1) + round((a1 m0 + a0 m1 + (a0 m0 >> 16)) / 2^16)

   in which nothing overflows for |r2| < 2^30, multiplier <= 2^30; the last shift leaves in the carry
   what rounds. r2, r4 and \cross are lost, which is r5, or r6 where the multiplier is used once. */
    .macro scale_positive cross
    uxth    r3, r2
    asrs    r2, r2, #16
    mov     r4, r3
    muls    r4, r6, r4
    muls    r3, r7, r3
    .ifc \cross, r5
    mov     r5, r2
    muls    r5, r6, r5
    .else
    muls    r6, r2, r6
    .endif
    muls    r2, r7, r2
    lsrs    r4, r4, #16
    adds    r3, r3, r4
    adds    r3, r3, \cross
    asrs    r3, r3, #16
    adcs    r2, r2, r3
    add     r2, lr
    asrs    r2, r2, r0
    sxtb    r3, r2
    cmp     r3, r2
    beq     9f
    asrs    r2, r2, #31
    movs    r3, #127
    eors    r3, r3, r2
    .endm

/* The same, below r12 -128 at once (lowest). 20 instructions, 23 where it clamps, 3 below r12. */
    .macro scale
    cmp     r2, r12
    blt     8f
    scale_positive r5
    b       9f
8:  movs    r3, #128
9:
    .endm

/* Output \at of a block at r5 from \acc, its multiplier lying in the block at r1. */
    .macro scale_once acc, at
    cmp     \acc, r12
    blt     8f
    .ifnc \acc, r2
    mov     r2, \acc
    .endif
    ldr     r7, [r1, #4 * \at]
    uxth    r6, r7
    lsrs    r7, r7, #16
    scale_positive r6
    b       9f
8:  movs    r3, #128
9:  strb    r3, [r5, #\at]
    .endm

/* What scale takes as r12, in \offset: 0 where negative numbers give -128 since \offset >> \shift is
   -128, as behind a RELU; else the least int32. */
    .macro lowest offset, shift
    asrs    \offset, \offset, \shift
    adds    \offset, \offset, #128
    beq     9f
    movs    \offset, #1
    lsls    \offset, \offset, #31
9:
    .endm

#endif
