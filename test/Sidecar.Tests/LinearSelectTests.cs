using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Hosting;

namespace AiGateway.Sidecar.Tests;

public sealed class LinearSelectTests
{
    [Theory]
    [InlineData(typeof(SidecarOptions))]
    [InlineData(typeof(Bundle))]
    public void Select_InWhatIsCompiledAheadOfTime_IsNowhereTheFrameworks(Type of)
    {
        var module = of.Assembly.ManifestModule;
        using var file = new PEReader(File.OpenRead(of.Assembly.Location));

        Assert.DoesNotContain(SelectsOf(file.GetMetadataReader()).Select(token => module.ResolveMethod(token)!), IsOfOneToOne);
        Assert.NotNull(of.Assembly.GetType("AiGateway.LinearSelect"));
    }

    [Fact]
    public void Select_OfAnySource_GivesEachInOrderWhenAskedFor()
    {
        var asked = new List<int>();
        int[] numbers = [3, 1, 2];

        var query = numbers.Where(number => number > 1).Select(number =>
        {
            asked.Add(number);
            return (number, number * 2);
        });

        Assert.Empty(asked);
        Assert.Equal([(3, 6), (2, 4)], query);
        Assert.Equal([3, 2], asked);
    }

    private static IEnumerable<int> SelectsOf(MetadataReader reader)
    {
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (reader.GetString(member.Name) != "Select" || member.Parent.Kind != HandleKind.TypeReference) continue;
            var type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
            if (reader.GetString(type.Name) is "Enumerable" or "ImmutableArrayExtensions") yield return MetadataTokens.GetToken(handle);
        }
    }

    /// <summary>Not the one that tells the place of each, which is no virtual of a query's.</summary>
    private static bool IsOfOneToOne(MethodBase select) => select.GetParameters()[1].ParameterType.GetGenericTypeDefinition() == typeof(Func<,>);
}
