package dev.upcall.training.arch;

import java.util.List;
import java.util.function.Function;

/**
 * A network that {@code training.yaml} can name.
 *
 * @param knobs its size where nothing else is said
 * @param builder layers for knobs
 */
record Preset(Knobs knobs, Function<Knobs, List<Layer>> builder) {}
