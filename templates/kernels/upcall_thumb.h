/* SPDX-License-Identifier: 0BSD */
/* What the assembly of kernels shares. */
#ifndef UPCALL_THUMB_H
#define UPCALL_THUMB_H

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

/* r\to = address in a loop of `bodies` bodies, a power of two, from which r\count mod `bodies` of them
   run first, all if that is 0. `bytes`: of a body. lr is lost. */
    .macro entry to, count, loop, bytes, bodies
    rsb     \to, \count, #0
    and     \to, \to, #(\bodies - 1)
    mov     lr, #\bytes
    mul     \to, \to, lr
    adr.w   lr, \loop
    add     \to, \to, lr
    orr     \to, \to, #1
    .endm

/* A negative accumulator less its correction, \t being free. */
    .macro correct acc, correction, t
    and     \t, \correction, \acc, asr #31
    sub     \acc, \acc, \t
    .endm

#endif
