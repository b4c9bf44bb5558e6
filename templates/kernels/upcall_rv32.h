/* SPDX-License-Identifier: 0BSD */
/* What assembly for RV32IM needs; nothing in C. */
#ifndef UPCALL_RV32_H
#define UPCALL_RV32_H

#if defined(__riscv) && __riscv_xlen == 32 && defined(__riscv_mul) && !defined(__riscv_32e) && \
    !defined(UPCALL_PLAIN_C)
#define UPCALL_RV32_ASSEMBLY 1
#else
#define UPCALL_RV32_ASSEMBLY 0
#endif

#if UPCALL_RV32_ASSEMBLY && defined(__ASSEMBLER__)

#define SAVED 52 /* bytes of the registers that `enter` keeps */

    .macro function name
    .section .text.\name, "ax", %progbits
    .global \name
    .type \name, %function
    .balign 4
\name:
    .endm

    .macro end_function name
    .size \name, . - \name
    .endm

/* All registers but gp and tp, which interrupts rely on, are free behind it; `frame` + SAVED is a
   multiple of 16. */
    .macro enter frame
    addi    sp, sp, -(\frame + SAVED)
    sw      ra, \frame(sp)
    .set    at, \frame + 4
    .irp    register, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11
    sw      \register, at(sp)
    .set    at, at + 4
    .endr
    .endm

    .macro leave frame
    lw      ra, \frame(sp)
    .set    at, \frame + 4
    .irp    register, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11
    lw      \register, at(sp)
    .set    at, at + 4
    .endr
    addi    sp, sp, \frame + SAVED
    ret
    .endm

/* One instruction; without Zbb a branch, and two more where the bound is passed. */
    .macro at_most value, bound
#if defined(__riscv_zbb)
    min     \value, \value, \bound
#else
    blt     \bound, \value, .Labove\@
.Lnot_above\@:
    .subsection 1
.Labove\@:
    mv      \value, \bound
    j       .Lnot_above\@
    .previous
#endif
    .endm

    .macro at_least value, bound
#if defined(__riscv_zbb)
    max     \value, \value, \bound
#else
    blt     \value, \bound, .Lbelow\@
.Lnot_below\@:
    .subsection 1
.Lbelow\@:
    mv      \value, \bound
    j       .Lnot_below\@
    .previous
#endif
    .endm

    .macro clear registers:vararg
    .irp    register, \registers
    li      \register, 0
    .endr
    .endm

#endif

#endif
