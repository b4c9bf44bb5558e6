# ${name}: an ESP-IDF component of ${project}

Written by Upcall for ${board}; every file can be written again.

    cd examples/ask && idf.py set-target <chip> build flash

or copy this folder to `components/` of an application. `runtime/upcall.h` is what it calls, `port/upcall_esp_idf.h` joins it to a UART.

Kernels were chosen for ${core}; for another chip use another `--board`. The C is yours under 0BSD: firmware built from it owes nothing.
