package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network of which suite quantization measures what integers cost it.
 *
 * @param data that rows are named after
 * @param member of the project
 * @param project folder with manifest and data
 */
record QuantNetwork(String data, String member, Path project) {
  private static final List<String> MEMBERS = List.of("small", "wide", "deep", "full");

  /** As rows call it. */
  String name() {
    return data + "." + member;
  }

  /** Members of the examples. */
  static List<QuantNetwork> ofExamples() {
    return Stream.concat(
            MEMBERS.stream()
                .map(m -> new QuantNetwork("fashion-mnist", m, Home.path("examples/fashion"))),
            MEMBERS.stream()
                .map(m -> new QuantNetwork("cifar10", m, Home.path("examples/cifar10"))))
        .toList();
  }

  /** Networks that others trained, and in {@code skipped} those that are not there. */
  static List<QuantNetwork> ofShared(List<String> skipped) throws IOException {
    List<QuantNetwork> networks = new ArrayList<>();
    for (QuantProjects.Shared shared : QuantProjects.ofSharedModels(skipped)) {
      for (String member : shared.members()) {
        networks.add(new QuantNetwork("cifar10", member, shared.folder()));
      }
    }
    return networks;
  }

  /** Whether {@code filter}, a row's name or the network's alone, means this one. */
  boolean is(Optional<String> filter) {
    return filter.isEmpty() || filter.get().equals(name()) || filter.get().equals(member);
  }
}
