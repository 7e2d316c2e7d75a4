using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using CorsKit.Tool.Probing.Steps;
using Spectre.Console;

namespace CorsKit.Tool.Reports;

/// <summary>
/// The values that were given with a probe: in its headers, and in the query of its URL. A report is there to be handed on, and a server
/// may repeat what it was sent under any name, so they are masked wherever they stand, in each way that a report writes text.
/// </summary>
internal sealed class Secrets
{
    public const string NotShown = "(not shown)";

    /// <summary>What is shorter would be found in half of all words; it is masked only where its name stands before it.</summary>
    private const int Shortest = 8;

    private readonly List<(string Text, string Mask)> _masks;

    public Secrets(ProbeRequest request)
    {
        var masks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, value) in request.Headers.Where(header => header.Value != ProbeRequest.AnyValue && !header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            // A credential without its scheme is one, too: "Bearer abc".
            foreach (var secret in value.Split(' ').Append(value))
            {
                Add(masks, secret);
            }
        }

        foreach (var pair in request.Url.Query.TrimStart('?').Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? "" : pair[(equals + 1)..];
            if (value.Length > 0)
            {
                AddWritten(masks, pair, pair[..(equals + 1)] + NotShown);
                Add(masks, value);
                Add(masks, Uri.UnescapeDataString(value.Replace('+', ' ')));
            }
        }

        _masks = [.. masks.OrderByDescending(mask => mask.Key.Length).Select(mask => (mask.Key, mask.Value))];
    }

    public string Mask(string text)
    {
        foreach (var (secret, mask) in _masks)
        {
            text = text.Replace(secret, mask, StringComparison.Ordinal);
        }

        return text;
    }

    private static void Add(Dictionary<string, string> masks, string secret)
    {
        if (secret.Length >= Shortest)
        {
            AddWritten(masks, secret, NotShown);
            AddWritten(masks, Uri.EscapeDataString(secret), NotShown);
        }
    }

    /// <summary>As it is, and as JSON, HTML and the terminal's markup write it, each of what a server repeats: the text, or JSON in which it stands.</summary>
    private static void AddWritten(Dictionary<string, string> masks, string text, string mask)
    {
        foreach (var repeated in (string[])[text, Json(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping), Json(text, JavaScriptEncoder.Default), text.Replace("/", "\\/", StringComparison.Ordinal)])
        {
            masks[repeated] = mask;
            masks[Json(repeated, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)] = mask;
            masks[WebUtility.HtmlEncode(repeated)] = mask;
            masks[Markup.Escape(repeated)] = mask;
        }
    }

    private static string Json(string text, JavaScriptEncoder encoder) => JsonEncodedText.Encode(text, encoder).ToString();
}
