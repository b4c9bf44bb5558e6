/* SPDX-License-Identifier: 0BSD */
/* Macros of the assembly for Thumb-2 with long multiplication. */
#ifndef UPCALL_THUMB2_H
#define UPCALL_THUMB2_H

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

/* \acc = clamp8((\offset + round(\acc * \multiplier / 2^32)) >> \shift) */
    .macro scale acc, multiplier, offset, shift, low, high
    smull   \low, \high, \acc, \multiplier
    add     \high, \high, \low, lsr #31
    add     \high, \high, \offset
    asrs    \high, \high, \shift
    ssat    \acc, #8, \high
    .endm

#endif
