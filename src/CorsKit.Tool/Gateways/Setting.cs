using System.Globalization;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>One value of a gateway's configuration, and where it stands; null text where only the deployment knows it.</summary>
internal sealed record Setting(Place Place, string? Text)
{
    public bool IsTrue => Text is { } text && text.Equals("true", StringComparison.OrdinalIgnoreCase);

    public int? Number => int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static Setting? From(Node? node) => node is null ? null : new Setting(node.Place, node.Text);
}

/// <summary>A list in a gateway's configuration.</summary>
internal sealed record ListSetting(Place Place, IReadOnlyList<Setting> Items)
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
        SequenceNode => new ListSetting(node.Place, [.. node.Items.Select(item => new Setting(item.Place, item.Text))]),
        { Text: { } text } => new ListSetting(node.Place, [new Setting(node.Place, text)]),
        _ => new ListSetting(node.Place, []) { IsComplete = false },
    };
}
