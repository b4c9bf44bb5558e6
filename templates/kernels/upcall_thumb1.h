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

/* r3 = clamp8((lr + round(r2 * multiplier / 2^32)) >> r0), r6 and r7 being the multiplier's lower and
   upper half, r12 2^15; by four products of halves:

       (a1 m1) + (a1 m0 + a0 m1 + (a0 m0 >> 16) + 2^15 >> 16)

   in which nothing overflows for |r2| < 2^30, multiplier <= 2^30. r2, r4, r5 are lost. 19
   instructions, 22 where it clamps. */
    .macro scale
    uxth    r3, r2
    asrs    r2, r2, #16
    mov     r4, r3
    muls    r4, r6, r4
    muls    r3, r7, r3
    mov     r5, r2
    muls    r5, r6, r5
    muls    r2, r7, r2
    lsrs    r4, r4, #16
    adds    r3, r3, r4
    adds    r3, r3, r5
    add     r3, r12
    asrs    r3, r3, #16
    adds    r2, r2, r3
    add     r2, lr
    asrs    r2, r2, r0
    sxtb    r3, r2
    cmp     r3, r2
    beq     9f
    asrs    r2, r2, #31
    movs    r3, #127
    eors    r3, r3, r2
9:
    .endm

#endif
