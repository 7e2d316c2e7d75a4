using System.Globalization;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>One value of a gateway's configuration, and where it stands; null text where only the deployment knows it.</summary>
internal sealed record Setting(Location Location, string? Text)
{
    public bool IsTrue => Text is { } text && text.Equals("true", StringComparison.OrdinalIgnoreCase);

    public int? Number => int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static Setting? From(Node? node) => node is null ? null : new Setting(node.Location, node.Text);
}

/// <summary>A list in a gateway's configuration.</summary>
internal sealed record ListSetting(Location Location, IReadOnlyList<Setting> Items)
{
    /// <summary>Whether every item is known, so that what is not in the list can be told.</summary>
    public bool IsComplete { get; init; } = Items.All(item => item.Text is not null);

    /// <summary>The items that are known.</summary>
    public IEnumerable<string> Texts => Items.Select(item => item.Text).OfType<string>();

    public bool Has(string text) => Texts.Any(item => item.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>A list, or one string that stands for a list of one.</summary>
    public static ListSetting? From(Node? node) => node switch
    {
        null => null,
        SequenceNode => new ListSetting(node.Location, [.. node.Items.Select(item => new Setting(item.Location, item.Text))]),
        { Text: { } text } => new ListSetting(node.Location, [new Setting(node.Location, text)]),
        _ => new ListSetting(node.Location, []) { IsComplete = false },
    };
}
