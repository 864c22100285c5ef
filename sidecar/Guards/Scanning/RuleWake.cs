namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>By what a rule is woken where it has more than one; all find the same.</summary>
internal enum RuleWake
{
    /// <summary>By what stands at its first places, where that tells enough: one look for all rules, however many they are.</summary>
    ByHead,

    /// <summary>By its prefixes: the quickest for few rules.</summary>
    ByPrefix,

    /// <summary>By what stands at its first places, whatever it tells: for tests, whose texts are not like others.</summary>
    ByAnyHead,
}
