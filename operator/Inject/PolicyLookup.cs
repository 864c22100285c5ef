using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Inject;

/// <summary>What the policies want of a pod of the namespace with these labels, as the operator's last turn has it; null where nothing was compiled yet. It calls nobody.</summary>
internal delegate PodWishes? PolicyLookup(string name, IReadOnlyDictionary<string, string> labels);
