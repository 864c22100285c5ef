namespace AiGateway.Operator.Inject;

/// <summary>
/// Waits until what <see cref="PolicyLookup"/> knows of a namespace is no older than the pod that is about to be created there: a policy and its pods are often applied in one go, and the
/// pod is asked about before the watch has told of the policy. Bounded, and never fails: where it cannot be known, what is known goes.
/// </summary>
internal delegate Task PolicyCatchUp(string name, CancellationToken cancellationToken);
