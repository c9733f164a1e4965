extension Examination {
  /// When the overfit check alone would have stopped it.
  var overfitStop: Double? {
    verdicts.findings.contains { $0.code == "SO01" && $0.isStop } ? 0 : nil
  }

  var title: String {
    "\(fault.code) \(base.name) \(instance.level.rawValue)"
      + (instance.amount.isEmpty ? "" : " (\(instance.amount))")
  }
}

extension Report {
  private var examinations: [Examination] { results.examinations }

  /// Fault × check: on how many instances each check said something new.
  var confusion: [String] {
    let codes = Set(examinations.flatMap { $0.news.map(\.code) }).sorted()
    let rows = faultCatalog.compactMap { fault -> [String]? in
      let own = examinations.filter { $0.fault.code == fault.code }
      guard !own.isEmpty else { return nil }
      return [fault.code, "\(own.count)"]
        + codes.map { code in
          let count = own.count { $0.news.contains { $0.code == code } }
          return count == 0 ? "" : "\(count)"
        } + [
          "\(own.count { $0.verdicts.refusal != nil })", "\(own.count { $0.detectedAt == nil })",
        ]
    }
    return [
      "## Fault × check", "",
      "On how many instances each check stopped, or warned where it does not warn of the sound base.",
      "",
    ] + table(["fault", "instances"] + codes + ["refused", "silent"], rows) + [""]
  }

  var missed: [String] {
    let silent = examinations.filter { $0.detectedAt == nil }
    let late = examinations.filter { $0.detectedAt.map { $0 > 0.05 } ?? false }
    let broken = examinations.filter { one in
      one.verdicts.findings.contains { $0.code == Verdicts.brokenCode }
    }
    return ["## Not detected, or late", ""]
      + broken.map { one in
        "- \(one.title): a check failed itself: \(one.verdicts.findings.map(\.message).joined())"
      }
      + table(
        ["instance", "fault", "effect in deviations", "detected at"],
        (silent + late).map { one in
          [
            one.title, one.fault.title, number(one.instance.effect),
            one.detectedAt.map {
              "\(number(100 * $0)) %: " + Set(one.news.map(\.code)).sorted().joined(separator: ", ")
            } ?? "never",
          ]
        }) + [""]
  }

  var misnamed: [String] {
    let wrong = examinations.filter { $0.detectedAt != nil && $0.causeRank != 0 }
    return ["## Detected, but the cause was not named first", ""]
      + table(
        ["instance", "right", "named first", "place of the right one"],
        wrong.map { one in
          [
            one.title,
            (one.fault.causes.first ?? "") + " " + one.fault.checks.joined(separator: " "),
            one.causes.first.map { "\($0.code): \($0.text.prefix(100))" } ?? "—",
            one.causeRank.map { "\($0 + 1)" } ?? "none",
          ]
        }) + [""]
  }

  var unrepaired: [String] {
    let own = examinations.filter { $0.fault.isRepairable && $0.restoringRank != 0 }
    return ["## Repairable, and not by the first cause named", ""]
      + table(
        ["instance", "first edits named", "place of one that restores"],
        own.map { one in
          [
            one.title,
            one.causes.first { !$0.edits.isEmpty }?.edits.joined(separator: " ") ?? "none",
            one.restoringRank.map { "\($0 + 1)" } ?? "none",
          ]
        }) + [""]
  }

  var unhurting: [String] {
    let harmless = results.unhurting.filter { $0.note?.hasPrefix(Trial.harmless) == true }
    let refused = results.unhurting.filter { $0.note?.hasPrefix(Trial.harmless) != true }
    let byFault = Dictionary(grouping: harmless) { $0.fault.code }
    var lines = [
      "## What is not counted", "",
      "Equivalent: in these bases the fault changes neither the reported nor the honest loss "
        + "(Welch p ≥ .05 or |d| < .5), even at its worst.", "",
    ]
    lines += byFault.keys.sorted().map { code in
      let own = byFault[code] ?? []
      return "- \(code) \(own.first?.fault.title ?? ""): "
        + own.map(\.base.name).joined(separator: ", ")
    }
    if !refused.isEmpty {
      lines += ["", "Refused when the spec or the data are read, before any run:", ""]
      lines += refused.map {
        "- \($0.fault.code) \($0.base.name): \(String(($0.note ?? "").prefix(160)))"
      }
    }
    lines += ["", "Not expressible in Assay:", ""]
    lines += unsaidFaults.map { "- \($0.code) \($0.title): \($0.reason)." }
    return lines + [""]
  }

  var cost: [String] {
    let shares = results.costs.flatMap(\.shares)
    let within = results.costs.flatMap { zip($0.gateSeconds, $0.runSeconds).map { ($0, $1) } }
    func allowed(_ share: Double) -> Int { within.count { $0.0 <= max(0.25, share * $0.1) } }
    return ["## Cost of the gate", ""]
      + table(
        ["base", "gate, median", "full run, median", "share, median"],
        results.costs.map {
          [
            $0.base, "\(number(1_000 * quantile($0.gateSeconds, 0.5))) ms",
            "\(number(1_000 * quantile($0.runSeconds, 0.5))) ms",
            "\(number(100 * quantile($0.shares, 0.5))) %",
          ]
        }) + [
        "",
        "All: median \(number(100 * quantile(shares, 0.5))) %, 95th percentile "
          + "\(number(100 * quantile(shares, 0.95))) % of the full run; at most 250 ms or 1 %: "
          + "\(allowed(0.01)) of \(within.count); at most 250 ms or 3 %: \(allowed(0.03)) of "
          + "\(within.count). These bases train in a fraction of a second; the share falls with "
          + "the length of the run.", "",
      ] + monitorCost
  }

  private var monitorCost: [String] {
    guard let cost = results.monitorCost else { return [] }
    let milliseconds = 1_000 * quantile(cost.unwatched, 0.5)
    return [
      "The monitor while training: \(number(100 * cost.share)) % of the time of a step (goal at "
        + "most 1 %): the median over \(cost.watched.count) pairs of trainings in turn, with it and "
        + "without, of \(cost.title); \(cost.stepCount) steps in \(number(milliseconds)) ms.", "",
    ]
  }

  var method: [String] {
    [
      "## How it is measured", "",
      "- **Which faults count.** Each fault is put into each base that has what it needs; ten full "
        + "runs with it are held against ten without (other splits and seeds each). It counts if "
        + "the dev loss as the pipeline reports it, or the loss on untouched rows, differs: Welch "
        + "p < .05 and Cohen's |d| ≥ .5. Worse is harm; a reported loss that is too good is harm where "
        + "data are wrong, as a leak makes it, and no fault where a spec trains better.",
      "- **Severities.** The fault's parameter is halved in from gross to the least that hurts; "
        + "*just* is that, *medium* lies in the middle, *gross* at the end.",
      "- **Detected** is a stop, or a warning of a check that does not warn of the same base without the "
        + "fault; on seed \(Examination.seed), which no run before has used.",
      "- **Cause named**: causes in the order the report and the terminal name them (what was tried, "
        + "then by how much a check's evidence points at one cause); right is one that holds the fault's path or word, comes from a check that is the fault's own, or is an "
        + "edit that restores the full run.",
      "- **Repair**: the first named edit is put into the faulty spec; full runs on three seeds must "
        + "gain, over a constant on untouched rows, 95 % of what the sound base gains.",
      "- **Peers** see losses, tensors and activations at the end of each epoch of the same training; "
        + "every alarm of theirs counts, with or without a right name.",
      "- **Sound specs** are drawn at random, with data of which the truth is known, and accepted if "
        + "over five seeds the dev loss is below the linear model's or within two standard errors of "
        + "the truth's.", "",
    ] + peers.map { "- \($0.name): \($0.source)." } + [""]
  }
}
