/* SPDX-License-Identifier: 0BSD */
/* upcall_add_short for cores with MVE: 8 instructions for 4 elements. The shift down with saturation
   to 8 bits is one up with saturation to 32, of which the upper byte counts. */
#if defined(__ARM_FEATURE_MVE) && !defined(UPCALL_PLAIN_C)

    .syntax unified
    .thumb

/* r0 = layer, r1 = left, r2 = right, r3 = output, [sp] = count. r4 left factor, r5 right factor,
   r6 offset, r7 shift up */

    .section .text.upcall_add_short, "ax", %progbits
    .global upcall_add_short
    .type   upcall_add_short, %function
    .thumb_func
    .balign 4
upcall_add_short:
    push    {r4-r7, lr}
    ldm     r0, {r4-r7}
    ldr     r0, [sp, #20]
    vdup.32 q2, r4
    rsb     r7, r7, #24
    wlstp.32 lr, r0, 2f
1:  vldrb.s32 q0, [r1], #4
    vldrb.s32 q1, [r2], #4
    vmlas.s32 q0, q2, r6
    vmla.s32 q0, q1, r5
    vqshl.s32 q0, r7
    vshr.s32 q0, q0, #24
    vstrb.32 q0, [r3], #4
    letp    lr, 1b
2:  pop     {r4-r7, pc}
    .size   upcall_add_short, . - upcall_add_short

#endif

#if defined(__ELF__)
/* Linked on hosts too, whose linkers take its absence for a wish for an executable stack. */
    .section .note.GNU-stack, "", %progbits
#endif
