package dev.upcall.core.data;

import static java.util.stream.Collectors.joining;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.project.Manifest.DataSpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The data of a project, read, split for the project's fold, and proved to be without overlap.
 *
 * @param dataset all samples that are used
 * @param splits indices into the data set by use, in a random but fixed order
 * @param leftOut samples of {@code data.source} that were dropped because an identical one is in
 *     the official test set of {@code data.test}
 */
public record ProjectData(Dataset dataset, Map<Split, int[]> splits, int leftOut) {
  /**
   * Reads and splits the data for {@link Project#fold}.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if the project has no data, or something is
   *     wrong with it
   */
  public static ProjectData load(Project project) {
    return load(project, DataSources.ofSystem());
  }

  static ProjectData load(Project project, DataSources sources) {
    DataSpec data =
        project
            .manifest()
            .data()
            .orElseThrow(
                () ->
                    Diagnostic.of(DataCode.NO_DATA, project.manifest().name())
                        .at("ensemble.yaml")
                        .need("a section data with source and splits")
                        .toException());
    ProjectData loaded;
    Dataset all = read(project, data, data.sources(), data.entries(), sources);
    requireAllClasses(all, project.manifest().classes());
    if (data.testSources().isEmpty()) {
      loaded = new ProjectData(all, Splits.of(all, data.splits(), project.fold()), 0);
    } else {
      Dataset test = read(project, data, data.testSources(), data.testEntries(), sources);
      loaded = withTest(all, test, data, project.fold());
    }
    SplitCheck.require(loaded.dataset(), loaded.splits());
    return loaded;
  }

  /** A class that no sample shows cannot be learnt, and is most likely a mistake in the labels. */
  private static void requireAllClasses(Dataset data, List<String> classes) {
    boolean[] seen = new boolean[classes.size()];
    IntStream.range(0, data.size()).forEach(i -> seen[data.label(i)] = true);
    Diagnostics diagnostics = new Diagnostics();
    for (int label = 0; label < seen.length; label++) {
      if (!seen[label]) {
        diagnostics.add(
            Diagnostic.of(DataCode.EMPTY_CLASS, classes.get(label))
                .at("%s, %d samples", data.name(), data.size())
                .fix("take the class out of ensemble.yaml, or add samples of it"));
      }
    }
    diagnostics.throwIfAny();
  }

  /** An official test set stays whole; what the rest has in common with it is dropped there. */
  private static ProjectData withTest(Dataset all, Dataset test, DataSpec data, int fold) {
    Set<SampleHash> tested = new HashSet<>();
    IntStream.range(0, test.size()).forEach(i -> tested.add(test.hash(i)));
    Dataset rest =
        all.select(
            IntStream.range(0, all.size()).filter(i -> !tested.contains(all.hash(i))).toArray());
    Map<Split, int[]> splits = new EnumMap<>(Splits.of(rest, data.splits(), fold));
    splits.put(
        Split.TEST, Splits.shuffled(rest.size(), rest.size() + test.size(), data.splits().seed()));
    return new ProjectData(rest.append(test), splits, all.size() - rest.size());
  }

  private static Dataset read(
      Project project,
      DataSpec data,
      List<String> names,
      Optional<String> entries,
      DataSources sources) {
    DatasetReader reader = new DatasetReader(SampleSpec.of(project.manifest(), entries));
    List<Path> paths =
        names.stream().flatMap(name -> sources.resolve(project, data, name).stream()).toList();
    return reader.read(paths, data.format().map(DataFormat::ofId));
  }

  /** Indices of a split, empty if the manifest gives it no fraction. */
  public int[] indices(Split split) {
    return splits.getOrDefault(split, new int[0]).clone();
  }

  /**
   * The samples of a split.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if the manifest gives it no fraction
   */
  public Dataset of(Split split) {
    int[] indices = indices(split);
    if (indices.length == 0) {
      throw Diagnostic.of(DataCode.NO_SPLIT, split.key())
          .at("data.splits of ensemble.yaml")
          .found("splits %s", splits.keySet().stream().map(Split::key).collect(joining(", ")))
          .fix("give \"%s\" a fraction", split.key())
          .toException();
    }
    return dataset.select(indices);
  }
}
