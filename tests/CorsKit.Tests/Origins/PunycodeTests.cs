using System.Globalization;
using CorsKit.Origins;
using CorsKit.Tests.Fuzz;
using CsCheck;

namespace CorsKit.Tests.Origins;

public sealed class PunycodeTests
{
    [Theory]
    [InlineData("xn--bcher-kva")] // bücher
    [InlineData("xn--85x722f")] // 食狮
    [InlineData("xn--ls8h")] // 💩
    [InlineData("xn--i-7iq")] // i❤
    [InlineData("xn--zca")] // ß
    [InlineData("xn--fa-hia")] // faß
    [InlineData("xn--80ak6aa92e")] // аррӏе
    [InlineData("xn--mgba3a4f16a")] // ایران
    [InlineData("xn--gr_n-hoa")] // grã_n
    [InlineData("xn--bcher-kvaa")] // büücher
    [InlineData("xn-")]
    [InlineData("axn--f")]
    // The samples of RFC 3492, section 7.1: Arabic, Chinese twice, Czech, Hebrew, Hindi, Japanese, Korean, Russian, Spanish, Vietnamese, and what the Japanese mix.
    [InlineData("xn--egbpdaj6bu4bxfgehfvwxn")]
    [InlineData("xn--ihqwcrb4cv8a8dqg056pqjye")]
    [InlineData("xn--ihqwctvzc91f659drss3x8bo0yb")]
    [InlineData("xn--proprostnemluvesky-uyb24dma41a")]
    [InlineData("xn--4dbcagdahymbxekheh6e0a7fei0b")]
    [InlineData("xn--i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd")]
    [InlineData("xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa")]
    [InlineData("xn--989aomsvi5e83db1d2a355cv1e0vak1dwrv93d5xbh15a0dt30a5jpsd879ccm6fea98c")]
    [InlineData("xn--b1abfaaepdrnnbgefbadotcwatmq2g4l")]
    [InlineData("xn--porqunopuedensimplementehablarenespaol-fmd56a")]
    [InlineData("xn--tisaohkhngthchnitingvit-kjcr8268qyxafd2f1b9g")]
    [InlineData("xn--3b-ww4c5e180e575a65lsy2b")]
    [InlineData("xn---with-super-monkeys-pc58ag80a8qai00g7n9n")]
    [InlineData("xn--hello-another-way--fc4qua05auwb3674vfr0b")]
    [InlineData("xn--2-u9tlzr9756bt3uc0v")]
    [InlineData("xn--majikoi5-783gue6qz075azm5e")]
    [InlineData("xn--de-jg4avhby1noc0d")]
    [InlineData("xn--d9juau41awczczp")]
    // The ends of what can be encoded: U+00A0, U+D7FF, U+E000, U+10FFFF.
    [InlineData("xn--6a")]
    [InlineData("xn--hb9b")]
    [InlineData("xn--0y0c")]
    [InlineData("xn--dn32g")]
    // Far apart, and mixed with ASCII: one sum that is wrong, and a code point is out of bounds.
    [InlineData("xn--a-btb0873nrm61l")]
    [InlineData("xn--bb-blcb7157crmyofa942565f")]
    [InlineData("xn--a-3ba2tl176ckl0c")]
    [InlineData("xn-------cg9tbaa505njk40dba")]
    public void Labels(string label) => Assert.True(Punycode.FindInvalidLabel($"shop.{label}.example").IsEmpty);

    [Theory]
    [InlineData("xn--")]
    [InlineData("xn---")]
    [InlineData("xn--f")]
    [InlineData("xn--a")] // U+0080
    [InlineData("xn--a-")]
    [InlineData("xn--abc-")]
    [InlineData("xn--b_cher_kva")]
    [InlineData("xn--0.pt")]
    [InlineData("xn--99999999")]
    [InlineData("xn--x-0ga1")]
    [InlineData("xn--5a")] // U+009F
    [InlineData("xn--ib9b")] // U+D800
    [InlineData("xn--zy0c")] // U+DFFF
    [InlineData("xn--en32g")] // U+110000
    [InlineData("xn--bcher-kva_")]
    public void No_labels(string label) => Assert.Equal(label.Split('.')[0], Punycode.FindInvalidLabel($"shop.{label}.example").ToString());

    /// <summary>What the framework encodes can be decoded.</summary>
    [Fuzz]
    public void Encoded_labels_of_any_script_are_valid() =>
        Gen.OneOf("a", "z", "0", "-", "é", "ß", "я", "ا", "食", "ก", "💩", "\U0001F600", "ϐ", "ﬁ").Array[0, 40].Fuzz(
            parts =>
            {
                string label;
                try
                {
                    label = new IdnMapping().GetAscii(string.Concat(parts));
                }
                catch (ArgumentException)
                {
                    return;
                }

                Assert.True(Punycode.FindInvalidLabel(label).IsEmpty);
            },
            count: 3000);
}
