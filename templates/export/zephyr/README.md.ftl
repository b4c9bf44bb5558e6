# ${name}: a Zephyr module of ${project}

Written by Upcall for ${board}; every file can be written again.

    west build -b <board> samples/ask

or in an application of your own: `list(APPEND ZEPHYR_EXTRA_MODULES <this folder>)` before `find_package(Zephyr)`, `CONFIG_UPCALL=y`, and a `chosen { upcall,uart = &...; }` in the devicetree. `runtime/upcall.h` is what it calls, `port/upcall_zephyr.h` joins it to that UART.

Kernels were chosen for ${core}; for another chip use another `--board`. The C is yours under 0BSD: firmware built from it owes nothing.
