/**
 * Number of the analysis: of the formulas that make a result from a recording. It goes up when the same recording gives another result.
 * Results of 1 do not say so.
 * 2: errors by kind, SLO violation, error budget, limits, scaling down, cost, elasticity.
 */
export const ANALYSIS_VERSION = 2;
