package dev.upcall.compiler;

import dev.upcall.compiler.ir.Value;
import dev.upcall.core.model.Model;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a host asks of a network of one input that the reference runs: names and shapes. */
abstract class LoadedModel implements Model {
  private final String title;
  private final Path file;
  private final List<String> names;

  /**
   * @param names of its outputs
   */
  LoadedModel(String title, Path file, List<String> names) {
    this.title = title;
    this.file = file;
    this.names = List.copyOf(names);
  }

  abstract Value input();

  /** Of outputs, in their order. */
  final List<String> names() {
    return names;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final Path file() {
    return file;
  }

  @Override
  public final long[] inputShape() {
    return input().shape().dims().stream().mapToLong(Integer::longValue).toArray();
  }

  /** Networks have images channels-last here, whatever their file has. */
  @Override
  public final boolean isChannelsFirst() {
    return false;
  }

  @Override
  public final Set<String> outputNames() {
    return new LinkedHashSet<>(names);
  }

  @Override
  public final void close() {
    // Nothing but memory is held.
  }
}
