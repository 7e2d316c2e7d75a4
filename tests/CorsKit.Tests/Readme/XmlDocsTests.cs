using System.Reflection;
using System.Xml.Linq;

namespace CorsKit.Tests.Readme;

/// <summary>What an editor shows of a setting in C#: what it means, its default, an example.</summary>
public sealed class XmlDocsTests
{
    private static readonly Dictionary<string, XElement> Docs =
        XDocument.Load(Path.ChangeExtension(typeof(GatewayCorsPolicySettings).Assembly.Location, ".xml")).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);

    public static TheoryData<string> Settings =>
        [.. new[] { typeof(GatewayCorsPolicySettings), typeof(GatewayCorsOptions) }.SelectMany(type => type.GetProperties().Select(property => $"P:{type.FullName}.{property.Name}"))];

    /// <summary>Each method once; its overloads inherit.</summary>
    public static TheoryData<string> Methods =>
        [.. new[] { typeof(GatewayCorsPolicyBuilder), typeof(GatewayCorsOptions) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName).Select(method => $"M:{type.FullName}.{method.Name}"))
            .Distinct()];

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_has_its_default_and_an_example(string member)
    {
        Assert.Contains("Default: ", Docs[member].Element("summary")!.Value, StringComparison.Ordinal);
        Assert.Contains(member[(member.LastIndexOf('.') + 1)..] + " = ", Docs[member].Element("example")!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_method_has_an_example(string member)
    {
        var name = member[(member.LastIndexOf('.') + 1)..];
        var overloads = Docs.Where(docs => docs.Key == member || docs.Key.StartsWith(member + "(", StringComparison.Ordinal) || docs.Key.StartsWith(member + "`", StringComparison.Ordinal)).Select(docs => docs.Value).ToList();

        Assert.NotEmpty(overloads);
        Assert.All(overloads, docs => Assert.True(docs.Element("example")?.Value.Contains('.' + name, StringComparison.Ordinal) == true || docs.Element("inheritdoc") is not null, docs.ToString()));
    }

    /// <summary>Beside what the methods of the builder do stand the bounds of what they set.</summary>
    [Theory]
    [InlineData("P:CorsKit.GatewayCorsPolicySettings.MaxAge", "-1 to 86400", "7200")]
    [InlineData("P:CorsKit.GatewayCorsPolicySettings.AllowOrigins", "At least one", "Default: none")]
    [InlineData("P:CorsKit.GatewayCorsOptions.RefreshAfter", "At least a second", "Default: null")]
    [InlineData("M:CorsKit.GatewayCorsPolicyBuilder.MaxAge(System.TimeSpan)", "-1 second to a day", "Default: two hours")]
    public void Bounds_and_defaults_are_said(string member, string bounds, string byDefault)
    {
        Assert.Contains(bounds, Docs[member].Value, StringComparison.Ordinal);
        Assert.Contains(byDefault, Docs[member].Value, StringComparison.Ordinal);
    }
}
