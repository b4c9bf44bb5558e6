# ${project} on ${boardName}

Written by Upcall; every file can be written again. C99, no allocation, no dependency but the compiler.

    cmake -S . -B build -G Ninja
    cmake --build build

gives `build/firmware.elf`<#if !host> and `build/firmware.hex`</#if>. Needed: ${packages}, cmake, ninja-build.
<#if emulate?starts_with("simavr")>

Run it in simavr (what it sends is printed; `upcall run` gives it a serial port):

    ${emulate} build/firmware.elf
<#elseif emulate?has_content>

Run it in QEMU, its UART on a pseudo-terminal whose name is printed:

    ${emulate} -kernel build/firmware.elf -display none -monitor none -serial pty -no-reboot
<#elseif host>

Run it; its serial line is a pseudo-terminal whose name is printed:

    build/firmware.elf
</#if>

| folder | holds |
|---|---|
| `model/` | the network: one file per stage, weights in constant arrays |
| `decision/` | the policy behind each stage |
| `runtime/` | wire protocol and main loop; `upcall.h` is what an application calls |
| `board/` | start-up, linker script and the port: six functions that tie the runtime to the board |
| `vectors/` | inputs, and the outputs the model must give for them |

`cmake -DUPCALL_DEVICE_ID=7 ...` numbers the device. The C is yours under 0BSD: firmware built from it owes nothing.
