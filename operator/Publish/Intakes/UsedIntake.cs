using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Publish.Intakes;

/// <summary>What a process says its agent used and was denied: each thing once, names that together fit into a status, at no time ahead.</summary>
internal static class UsedIntake
{
    /// <summary>What all names of one process may take, in bytes: they are kept for each pod of a fleet.</summary>
    public const int MaxNameBytes = 32 * 1024;

    public static UsedWord Take(UsedWord word, DateTimeOffset now)
    {
        var left = MaxNameBytes;
        return word with
        {
            Things = word.Things.IsDefault ? [] :
            [
                .. word.Things.Where(IsSound)
                    .OrderByDescending(thing => thing.Used > 0) // An agent may ask for any name, and hides nothing that it used behind names that it was denied.
                    .DistinctBy(thing => (thing.Kind, thing.Name))
                    .Take(UsedWord.MaxThings)
                    .TakeWhile(thing => (left -= Encoding.UTF8.GetByteCount(thing.Name)) >= 0)
                    .Select(thing => thing with { Name = TextPool.Share(thing.Name), At = IntakeText.Past(thing.At, now) }),
            ],
        };
    }

    private static bool IsSound(UsedThing? thing) =>
        thing is not null && Enum.IsDefined(thing.Kind) && IntakeText.IsName(thing.Name, UsedThing.MaxName) && thing is { Used: >= 0, Denied: >= 0 };
}
