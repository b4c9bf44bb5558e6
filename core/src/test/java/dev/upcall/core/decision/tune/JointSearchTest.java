package dev.upcall.core.decision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.decision.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JointSearchTest {
  private static final LadderCosts COSTS =
      new LadderCosts(List.of(new Cost(1, 2), new Cost(3, 5)), new Cost(20, 4));

  /** Accepts, goes on or asks by the greatest logit, as no threshold does. */
  private static Policy mixed(int salt) {
    return scores ->
        Verdict.values()[
            Math.floorMod(scores.logit(scores.top1()) + salt, Verdict.values().length)];
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void countsAsThePoliciesThemselvesDo(int stages) {
    LadderSamples drawn = Samples.ladder(300, stages, 0.9, 5);
    boolean[] gated = new boolean[drawn.size()];
    for (int i = 0; i < gated.length; i += 7) {
      gated[i] = true;
    }
    LadderSamples samples = new LadderSamples(drawn.stages(), drawn.hostRight(), new int[0], gated);
    List<StageSettings> settings =
        IntStream.range(0, stages)
            .mapToObj(
                k ->
                    StageSettings.of(
                        samples.alone(k),
                        k == stages - 1,
                        Collections.nCopies(4, Map.of()),
                        new PolicyMaker() {
                          private int next = k;

                          @Override
                          public Policy make(Map<String, Double> parameters) {
                            next++;
                            return next % 2 == 0 ? new Threshold(next / 10f, 1) : mixed(next);
                          }

                          @Override
                          public Supplier<Policy> maker(Map<String, Double> parameters) {
                            Policy one = make(parameters);
                            return () -> one;
                          }
                        }))
            .toList();
    List<OperatingPoint> points = new ArrayList<>();
    new JointSearch(samples, settings, Optional.empty()).visit(points::add);
    Set<LadderCount> different = new HashSet<>();
    for (OperatingPoint point : points) {
      List<Policy> policies =
          IntStream.range(0, stages)
              .mapToObj(k -> settings.get(k).settings().get(point.settings().get(k)).policy())
              .toList();
      assertEquals(LadderCount.of(policies, samples), point.count());
      different.add(point.count());
    }
    // Settings of a stage that no sample reaches are one.
    assertTrue(points.size() > Math.pow(4, stages) / 2 && points.size() <= Math.pow(4, stages));
    assertTrue(different.size() > stages, different::toString);
  }

  @Test
  void noStageRunsOnWhatThePolicyOnTheInputSends() {
    LadderSamples all = Samples.ladder(100, 2, 0.9, 6);
    boolean[] gated = new boolean[100];
    gated[3] = true;
    gated[50] = true;
    LadderSamples samples = new LadderSamples(all.stages(), all.hostRight(), new int[0], gated);
    LadderRun run = LadderRun.of(List.of(new Threshold(0, 1), new Threshold(0, 1)), samples);
    assertEquals(-1, run.acceptedBy(3));
    assertEquals(0, run.acceptedBy(4));
    assertFalse(run.reaches(50, 0));
    assertEquals(List.of(98, 0), run.count().reached());
    assertEquals(2, run.count().upcalls());
    assertEquals(
        List.of(true, false),
        IntStream.range(0, 2).mapToObj(samples.where(i -> i >= 50)::isGated).toList());
    assertEquals(100, LadderRun.of(List.of(), samples).count().upcalls());
  }

  @Test
  void addsUpTheCostsOfEachPath() {
    LadderSamples samples = Samples.ladder(100, 2, 0.9, 6);
    LadderCount count =
        LadderCount.of(List.of(new Threshold(0.9f, 1), new Threshold(0.9f, 1)), samples);
    Cost mean = COSTS.mean(count);
    int second = count.reached().get(1);
    assertTrue(second > 0 && second < 100 && count.upcalls() > 0);
    assertEquals((100 + 3 * second + 20 * count.upcalls()) / 100.0, mean.latencyMs(), 1e-12);
    assertEquals((200 + 5 * second + 4 * count.upcalls()) / 100.0, mean.energyMj(), 1e-12);
  }

  @Test
  void tunesAllStagesTogetherForEnergy() {
    LadderSamples samples = Samples.ladder(1500, 2, 0.98, 7);
    LadderSamples fresh = Samples.ladder(5000, 2, 0.98, 8);
    double bound = 5;
    TunedLadder joint = tune(samples, Target.of(Quantity.ENERGY, bound));
    assertTrue(joint.cost().energyMj() <= bound, joint::toString);
    assertEquals(bound, COSTS.mean(LadderCount.of(joint.policies(), fresh)).energyMj(), 0.3);

    // Stage by stage: as sure as the whole shall be, then what is left.
    TunedLadder accurate = tune(samples, Target.accuracy(joint.count().accuracy()));
    assertTrue(accurate.cost().energyMj() <= joint.cost().energyMj() + 1e-9);
    for (float theta = 0; theta < 1; theta += 0.05f) {
      LadderCount same =
          LadderCount.of(List.of(new Threshold(theta, 1), new Threshold(theta, 1)), samples);
      if (same.accuracy() >= joint.count().accuracy()) {
        assertTrue(COSTS.mean(same).energyMj() >= accurate.cost().energyMj() - 0.02);
      }
    }
    List<OperatingPoint> front = joint.energyFront();
    assertTrue(front.size() > 10);
    for (int i = 1; i < front.size(); i++) {
      assertTrue(front.get(i).accuracy() > front.get(i - 1).accuracy());
      assertTrue(front.get(i).cost().energyMj() > front.get(i - 1).cost().energyMj());
    }
  }

  private static TunedLadder tune(LadderSamples samples, Target target) {
    return new LadderTuner()
        .tune(
            new LadderTuner.Task(
                Collections.nCopies(2, StageTuning.of("Threshold", Map.of("temperature", 1.0))),
                samples.stages(),
                samples,
                target,
                Fit.RIGHT,
                Optional.of(COSTS),
                Optional.empty()));
  }
}
