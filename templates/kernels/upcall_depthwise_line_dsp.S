/* SPDX-License-Identifier: 0BSD */
/* upcall_line_walk for cores with the DSP extension. */
#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__) && !defined(UPCALL_PLAIN_C)

    .syntax unified
    .thumb

/* Fields of upcall_line_walk_t. */
#define MULTIPLIER 4
#define SHIFT 12
#define BIAS 16
#define WEIGHTS 28

/* Instructions of a column of weights, all 4 bytes long; columns that are unrolled. */
#define COLUMN_BYTES 20
#define UNROLL 4

/* r0 = walk, r1 = pairs, r2 = output, r3 = outputs.
   r1 pairs of the next outputs, r4 pitch, r5 from w[2k-1] to w[2k], r6 end of the weights, r7 where
   a pair of outputs begins, r8 pairs, r9 weights, r10 r11 accumulators, r12 pair, lr weight */
    .section .text.upcall_line_walk, "ax", %progbits
    .global upcall_line_walk
    .type upcall_line_walk, %function
    .thumb_func
    .balign 4
upcall_line_walk:
    push    {r4-r11, lr}
    ldrd    r5, r4, [r0, #20]
    ldr     r9, [r0, #WEIGHTS]
    rsb     r7, r5, #0
    and     r7, r7, #(UNROLL - 1)
    mov     r8, #COLUMN_BYTES
    adr.w   r12, 2f
    mla     r7, r7, r8, r12
    orr     r7, r7, #1
    lsl     r5, r5, #4
    add     r6, r9, r5
1:  cmp     r3, #1
    it      eq
    moveq   r4, #0 /* the second output is none: the first overwrites it */
    mov     r8, r1
    adds    r1, r1, #16
    ldr     r9, [r0, #WEIGHTS]
    ldr     r10, [r0, #BIAS]
    mov     r11, r10
    bx      r7
    .balign 4
2:
    .rept UNROLL
    ldr     r12, [r8], #16
    ldr     lr, [r9, r5]
    smlad   r10, r12, lr, r10
    ldr     lr, [r9], #16
    smlad   r11, r12, lr, r11
    .endr
    cmp     r9, r6
    bne     2b
    ldr     r8, [r0]
    and     r9, r8, r10, asr #31
    sub     r10, r10, r9
    and     r9, r8, r11, asr #31
    sub     r11, r11, r9
    ldrd    r8, r9, [r0, #MULTIPLIER]
    ldr     r12, [r0, #SHIFT]
    smmlar  r10, r10, r8, r9
    smmlar  r11, r11, r8, r9
    asr     r10, r10, r12
    asr     r11, r11, r12
    ssat    r10, #8, r10
    ssat    r11, #8, r11
    strb    r11, [r2, r4]
    strb    r10, [r2]
    add     r2, r2, r4, lsl #1
    subs    r3, r3, #2
    bgt     1b
    pop     {r4-r11, pc}
    .size upcall_line_walk, . - upcall_line_walk

#endif
