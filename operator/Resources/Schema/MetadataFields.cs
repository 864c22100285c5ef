using System.Collections.Frozen;

namespace AiGateway.Operator.Resources.Schema;

/// <summary>The fields of metav1.ObjectMeta that this operator does not read: a manifest may have them all the same.</summary>
internal static class MetadataFields
{
    public static FrozenSet<string> Others { get; } = FrozenSet.ToFrozenSet(
        ["generateName", "selfLink", "deletionGracePeriodSeconds", "finalizers", "managedFields", "clusterName"],
        StringComparer.Ordinal);
}
