# ${name}: an Arduino library of ${project}

Written by Upcall for ${board}; every file can be written again.

- Arduino IDE: *Sketch, Include Library, Add .ZIP Library* with this folder zipped, or copy it to `libraries/`. Then *File, Examples, ${name}, Ask*.
- PlatformIO: copy it to `lib/`, or name it in `lib_deps`.

`src/upcall.h` is what a sketch calls, `src/upcall_arduino.h` joins it to `Serial`. `extras/model-report.json` says what the networks take.

Kernels were chosen for ${core}; on another chip use another `--board`. The C is yours under 0BSD: firmware built from it owes nothing.
