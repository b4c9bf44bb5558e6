/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * Start-up of a megaAVR: vectors, stack painted, then libgcc's loops that copy data and clear what is
 * zero (.init4, which the compiler asks for), main. UPCALL_VECTORS: interrupts and reset.
 *
 * Interrupts that nothing here asks for restart the chip. A restart is the watchdog's, whose flag
 * stays set until it is cleared, and restarts again and again until then: so that comes first.
 */
#define SPL 0x3D
#define SPH 0x3E
#define SREG 0x3F
#define MCUSR 0x34
#define WDTCSR 0x60
#define WDCE_WDE 0x18
#define WDE_16_MS 0x08

    .altmacro
    .macro vector number
    .weak __vector_\number
    .set __vector_\number, avr_restart
    jmp __vector_\number
    .endm

    /* So that the section of data counts as RAM, although it may hold nothing but constants. */
    .section .data.writable, "aw", @progbits

    .section .vectors, "ax", @progbits
    .global upcall_reset
upcall_reset:
    jmp reset
    .set number, 1
    .rept UPCALL_VECTORS - 1
    vector %number
    .set number, number + 1
    .endr

    .section .init0, "ax", @progbits
reset:
    cli
    clr r1
    wdr
    out MCUSR, r1
    ldi r24, WDCE_WDE
    sts WDTCSR, r24
    sts WDTCSR, r1
    ldi r28, lo8(upcall_stack_top - 1)
    ldi r29, hi8(upcall_stack_top - 1)
    out SPH, r29
    out SPL, r28
    ldi r26, lo8(upcall_stack_limit)
    ldi r27, hi8(upcall_stack_limit)
    ldi r24, 0xC5
1:  st X+, r24
    cp r28, r26
    cpc r29, r27
    brsh 1b

    .section .init9, "ax", @progbits
    call main

    .section .text.avr_restart, "ax", @progbits
    .global avr_restart
avr_restart:
    cli
    ldi r24, WDCE_WDE
    ldi r25, WDE_16_MS
    sts WDTCSR, r24
    sts WDTCSR, r25
1:  rjmp 1b
