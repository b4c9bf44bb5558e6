/* The layer above, its weights decoded first. */
static void ${function}(void) {
    upcall_unpack(${packed}, ${bytes}, (uint8_t *)(${buffer}));
    ${layer}();
}
