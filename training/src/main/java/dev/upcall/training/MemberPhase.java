package dev.upcall.training;

import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.branch.Branch;
import dev.upcall.training.branch.ExitNetwork;
import dev.upcall.training.branch.ExitObjective;
import dev.upcall.training.distil.DistilObjective;
import dev.upcall.training.distil.Teacher;
import dev.upcall.training.export.MemberFile;
import dev.upcall.training.fit.Checkpoint;
import dev.upcall.training.fit.Fit;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.fit.FitNames;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.fit.Objective;
import dev.upcall.training.mel.HeadObjective;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.MelObjective;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.settings.Method;
import dev.upcall.training.settings.TrainingSettings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Moves the members' weights as the method says: those that share heads in one fit, or each in a
 * fit of its own, or to where an earlier training left them. On its own a member comes out the same
 * whoever is trained beside it.
 */
final class MemberPhase {
  private final FoldFits fold;
  private final TrainingSettings settings;
  private final FitListener listener;
  private final Map<String, Snapshot> learnt = new HashMap<>();

  MemberPhase(FoldFits fold, FitListener listener) {
    this.fold = fold;
    this.settings = fold.settings();
    this.listener = listener;
  }

  /**
   * Trains all members of a network.
   *
   * @param weights of all of it, which hold what was kept afterwards
   * @return the epoch kept, counted from 1, by the name of the fit
   */
  Map<String, Integer> run(MelNetwork network, Weights weights) {
    Map<String, Integer> kept = new LinkedHashMap<>();
    Set<String> alone = new TreeSet<>(network.members().keySet());
    boolean joint = settings.method().isJoint() && network.combined().size() > 1;
    boolean heads = !joint && network.design().hasHiddenLayer();
    if (joint) {
      MelNetwork together = network.only(network.combined());
      float[] lambda = lambda(together);
      kept.put(
          FitNames.MEMBERS,
          fit(
              FitNames.MEMBERS,
              together,
              weights,
              fold.seed(),
              part ->
                  new MelObjective(
                      together,
                      part,
                      lambda,
                      settings.fit().dropout(),
                      settings.heads().coarse())));
      alone.removeAll(together.combined());
    }
    if (settings.method() == Method.DISTIL) {
      Teaching teaching = Teaching.of(fold);
      if (alone.remove(teaching.member())) {
        kept.put(teaching.member(), alone(teaching.member(), network, weights));
      }
      try (Teacher teacher = teaching.open(network, weights)) {
        alone.forEach(member -> kept.put(member, distil(member, network, weights, teacher)));
      }
    } else if (settings.method() == Method.FINE_TUNE) {
      alone.forEach(member -> read(member, weights));
    } else {
      alone.forEach(member -> kept.put(member, alone(member, network, weights)));
    }
    if (heads) {
      // Members that no head reads need not run.
      kept.put(FitNames.HEADS, heads(network.only(network.combined()), weights));
    }
    return kept;
  }

  /** The weights of a branch that was trained together with its member. */
  Optional<Snapshot> learnt(String member, Branch branch) {
    return settings.joint(member).contains(branch)
        ? Optional.of(learnt.get(member))
        : Optional.empty();
  }

  private float[] lambda(MelNetwork together) {
    List<Subset> subsets = together.subsets();
    float[] lambda = new float[subsets.size()];
    for (int s = 0; s < lambda.length; s++) {
      lambda[s] = (float) settings.lambda(subsets.get(s));
    }
    return lambda;
  }

  private int alone(String member, MelNetwork network, Weights weights) {
    MelNetwork exit = network.only(Set.of(member));
    List<Branch> joint = settings.joint(member);
    float[] lambda = {1};
    double dropout = settings.fit().dropout();
    return fit(
        member,
        exit,
        weights,
        seedOf(member),
        part ->
            joint.isEmpty()
                ? new MelObjective(exit, part, lambda, dropout)
                : new ExitObjective(new ExitNetwork(exit, joint, part), settings.exits(), dropout));
  }

  private int distil(String member, MelNetwork network, Weights weights, Teacher teacher) {
    MelNetwork exit = network.only(Set.of(member));
    return fit(
        member,
        exit,
        weights,
        seedOf(member),
        part ->
            new DistilObjective(exit, part, teacher, settings.distil(), settings.fit().dropout()));
  }

  private void read(String member, Weights weights) {
    Snapshot all = weights.snapshot();
    String file = fold.project().manifest().members().get(member).model();
    weights.restore(
        all.with(MemberFile.read(fold.project().resolve(file), member, all.under(member))));
  }

  /** Heads whose hidden layers were not trained with the members. */
  private int heads(MelNetwork network, Weights weights) {
    return fit(
        FitNames.HEADS,
        settings.fit().withEpochs(settings.heads().epochs()),
        weights,
        fold.seed(),
        part -> new HeadObjective(network, weights, part, settings.fit().dropout()));
  }

  /** Not the same for all, so that equal architectures do not become equal members. */
  private long seedOf(String member) {
    return new SplittableRandom(fold.seed() + ((long) member.hashCode() << Integer.SIZE))
        .nextLong();
  }

  /** Fits a part of the members with their exits and heads. */
  private int fit(
      String name,
      MelNetwork part,
      Weights all,
      long partSeed,
      Function<Weights, Objective> objective) {
    return fit(
        name,
        settings.fit(),
        all,
        partSeed,
        weights -> {
          part.declare(weights);
          return objective.apply(weights);
        });
  }

  /**
   * Fits some weights of their own, then puts them among the others.
   *
   * @param objective is given the weights, empty, and declares them
   */
  private int fit(
      String name,
      FitSettings schedule,
      Weights all,
      long partSeed,
      Function<Weights, Objective> objective) {
    try (Weights weights = new Weights(fold.manager(), partSeed)) {
      Checkpoint best =
          new Fit(name, objective.apply(weights), schedule, fold.train(), fold.select(), partSeed)
              .run(fold.manager(), fold.checkpoints(), listener);
      learnt.put(name, best.weights());
      all.restore(all.snapshot().with(best.weights()));
      return best.epoch();
    }
  }
}
