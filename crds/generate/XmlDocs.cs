using System.Reflection;
using System.Xml.Linq;

namespace AiGateway.CrdGenerator;

/// <summary>The summaries of the types, as plain sentences: what <c>kubectl explain</c> says.</summary>
internal sealed class XmlDocs(Dictionary<string, XElement> members)
{
    private static readonly string[] Files = ["AiGateway.Contracts.xml", "AiGateway.Operator.xml"];

    public static XmlDocs Load() => new(Files
        .SelectMany(file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
        .ToDictionary(member => (string)member.Attribute("name")!, member => member, StringComparer.Ordinal));

    public string Of(Type type) => Find($"T:{type.FullName}");

    public string Of(PropertyInfo property)
    {
        var owner = property.DeclaringType!;
        return Find($"P:{(owner.IsGenericType ? owner.GetGenericTypeDefinition() : owner).FullName}.{property.Name}");
    }

    private string Find(string id)
    {
        var text = members.TryGetValue(id, out var member) && member.Element("summary") is { } summary ? Plain(summary) : "";
        return text.Length > 0 ? text : throw new SchemaException($"{id} has no summary: users would read nothing about it");
    }

    private static string Plain(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement element => (string?)element.Attribute("cref") is { } cref ? cref[(cref.LastIndexOf('.') + 1)..] : element.Value,
            _ => "",
        }));
        return string.Join(' ', text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }
}
