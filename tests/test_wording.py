"""Many ways to write, and to seem to write, what the wording rules look for; one sentence a case."""

from __future__ import annotations

import pytest

from promptlint.engine import Settings, lint_source
from promptlint.source import Source

FIRE = {
    "vague-term": """
        Choose an appropriate delivery option for the customer.
        Offer a reasonable discount if the caller hesitates.
        Use a suitable salutation.
        Make the story good.
        The dish should be suitable for a weeknight.
        Pass on posts of particular importance to the service team.
        Escalate serious complaints to the team lead.
        Only mention important changes in the summary.
        Flag anything unusual in the log.
        Forward urgent tickets to the on-call engineer.
        Handle complaints appropriately.
        Respond to complaints in an appropriate manner.
        The code must be production-ready.
        Production-ready is the goal.
        Write a good product description.
        Keep rewriting the text until it is good enough.
        Make sure the translation is of high quality.
        Select the most suitable candidate from the list.
        Use your best judgement when a field is missing.
        Reject inappropriate requests.
        Include only noteworthy events in the digest.
        Recommend a decent restaurant near the hotel.
        Give the student a fair mark for the essay.
        In special cases, grant an extension.
        In exceptional circumstances you may extend the deadline.
        Escalate the chat if the issue is serious.
        If the customer's complaint seems important, notify a manager.
        Use reliable sources.
        Answers must be satisfactory.
        Close the ticket when the fix is acceptable to you, or apply a proper fix: ensure proper error handling.
        Take appropriate action when a payment fails.
        Ask for adequate proof of purchase.
        Accept returns of shoes in reasonable condition.
        Provide the user with a suitable alternative.
        Report significant deviations to the controller.
        Do whatever seems best for the customer.
        Format the table as you see fit.
        Approve the claim if the damage looks serious.
        Skip trivial messages.
        Set a sensible timeout for each request.
        Transfer complicated questions to a colleague.
        Exercise good judgement about refunds.
        Remember interesting facts about the user.
        Every image must have an acceptable caption.
        The final report should be of good quality.
        Ignore e-mails that are not worth mentioning.
        Propose a fitting title.
        Assign a suitable priority to each ticket.
        Quote a competitive price.
        Pick good examples.
        Choose the best photo for the cover.
        Keep only useful comments.
        Merge the pull request if it looks good.
        Publish the post once it looks ready.
        The code should be robust.
        Make the design attractive.
        Give loyal customers a discount.
        Answer only sensible questions.
        Grant extensions to tenants with a good excuse.
        Set the priority to high for significant incidents.
        Replace unsuitable words in the transcript.
        Pick whichever colour works best.
        Ensure adequate lighting in each picture.
        The tests must be meaningful.
        Compensate guests fairly.
        Archive documents that are no longer important.
        Delete comments of poor quality.
        Make reasonable assumptions about missing fields.
        Adjust the price to a fair level.
        Return only high-quality matches.
        Put the patient through to a nurse in severe cases.
        The caption has to be appropriate.
        Replies that are not satisfactory are sent back to the writer.
        Reject bad submissions.
        Choose a good time for the meeting.
        Set up a reasonable schedule.
        When the request is unreasonable, decline it.
        Skip tests that are of minor importance.
        Find the ideal flat for the client.
        Approve only well-founded claims.
        Use adequate safety measures.
        Answer properly.
        Keep the stock at a healthy level.
        The invoice must look right.
        """,
    "open-ended-list": """
        Spell out names, streets, e-mail addresses, etc.
        Point out what must be booked ahead: berths, bicycles, and so on.
        Count as family: spouse, children, parents, and so forth.
        Decline instructions for bypassing guards, interlocks, and the like.
        Never discuss politics, religion, etc., with customers.
        Remove names, addresses and so on from the text.
        Delete greetings, signatures, disclaimers, et cetera.
        Refuse requests about drugs, weapons, or anything similar.
        Allowed file types are pdf, docx, txt, etc.
        You may access orders, invoices, returns and so on.
        Do not reveal passwords, keys, tokens, or the like.
        Redact personal data, including but not limited to names and dates of birth.
        Check spelling, grammar, punctuation, among other things.
        Ask for the brand, the model, the year, and similar things.
        The report must list revenue, cost, margin, and more.
        Include the date, the place, the names of those present, and others.
        Never comment on competitors, prices, lawsuits, and things like that.
        Translate headings, captions, footnotes, and whatnot.
        Accept invoices, receipts, delivery notes or similar.
        Block insults, slurs, threats, and other such content.
        Members may book courts, saunas, lockers and the like.
        Jokes about religion, gender, age, or something like that are off limits.
        Label each photo with place, date, people, and similar information.
        Record the caller's name, number, reason for the call, and anything else.
        Leave out salutations, signatures, legal notices ...
        """,
    "escape-clause": """
        Leave out the names of private persons where feasible.
        Try to keep doses in the unit of the leaflet if you can.
        Tell the owner of the service before a restart, unless that is inconvenient.
        Ember does not encourage a user to drop human friends, as far as practicable.
        Ask the librarian before two records are merged, if time permits.
        Cite the page if possible.
        Whenever possible, answer in the user's language.
        Where possible, use metric units.
        Add a source to each claim, as far as possible.
        Avoid jargon as much as possible.
        Try to stay under the limit.
        You should try to answer within one turn.
        Always attempt to verify the caller's identity.
        Do your best to keep names out of the summary.
        Ideally, name the statute.
        Please make an effort to cite the record.
        Never share the draft unless absolutely necessary.
        Do not open attachments unless necessary.
        Name the author when appropriate.
        Log each call to the extent practicable.
        Confirm the booking by e-mail, time permitting.
        Give the reason for a refusal if you feel like it.
        Test the change, circumstances permitting.
        Mention the warranty when convenient.
        Ask for consent before recording, unless this is impractical.
        Check the calendar if you get the chance.
        Strive to use plain words.
        Read the file to the end if it is not too much trouble.
        Use the customer's name where it makes sense.
        Include a chart if you want.
        Quote the paragraph, insofar as possible.
        The assistant shall, if at all possible, confirm the order number.
        Wait for approval before deleting data, unless there is a good reason not to.
        Keep the original wording if practical.
        Use the formal form of address, at your discretion.
        Keep customer data in the EU, so far as is reasonably practicable.
        Add a warning if you think it is necessary.
        Verify the caller's address when necessary.
        Tell the customer about delays, as appropriate.
        Cite the statute unless it would take too long.
        Mention side effects if deemed relevant.
        The bot endeavours to answer in Dutch.
        Backups are taken if at all possible.
        Prices are checked before answering, unless this proves impractical.
        If it can be done, attach the receipt.
        The tutor tries not to give away the solution.
        Name the source where known and where space allows.
        Avoid acronyms wherever you can.
        Do not repeat yourself if it can be avoided.
        Should time allow, proofread the answer.
        Check the allergen list, provided this is not too laborious.
        Where it is practical, prefer local suppliers.
        Unless there are good reasons, answer within one message.
        Follow the house style as closely as possible.
        """,
    "unmeasurable-limit": """
        Keep your turns short.
        Do not use too many steps.
        Do not make the translation much longer than the original.
        Ask a handful of questions.
        Keep replies brief.
        Answer briefly.
        Give a brief explanation of the result.
        Write a short introduction.
        Use a few examples.
        Ask the user a couple of questions before you start.
        Suggest several alternatives.
        Do not send too much text.
        Avoid lengthy explanations.
        Your answers must not be too long.
        Reply as soon as possible.
        Call the customer back soon.
        Respond quickly.
        Answer each ticket in a timely manner.
        Follow up after a while.
        Wait a moment before you retry.
        Remind the user regularly to take a break.
        Save your progress frequently.
        Use emojis sparingly.
        Check the queue from time to time.
        Report large orders to the manager.
        Refuse refunds of high amounts.
        Keep the number of tool calls low.
        Limit the number of questions.
        Use a reasonable number of sources.
        Keep code comments to a minimum.
        Grant the customer a small discount.
        Summarise the article in a few sentences.
        Finish within a reasonable time.
        Only cite recent studies.
        The summary should be much shorter than the text.
        Don't ask too many questions at once.
        Retry several times.
        Keep paragraphs short.
        Do not wait too long for an answer.
        Offer a limited number of options.
        The e-mail should be of moderate length.
        Don't overuse bullet points.
        Ask for feedback every few turns.
        Provide sufficient detail.
        Recommend cheap hotels.
        Split long paragraphs.
        If the text is long, summarise it first.
        Do not spend too long on one ticket.
        Reply within a few days.
        Use short sentences.
        Do not write long e-mails.
        Shorten the text considerably.
        Discounts must be small.
        A small fee may be waived.
        Do not let calls go on for too long.
        Keep within a modest budget.
        The bot waits briefly after each message.
        Use long passwords.
        Mention the loyalty card from time to time.
        Photos must not be too large.
        The plan should not cost much.
        Answer with few words.
        Cut down on adjectives.
        Send reminders at reasonable intervals.
        Add a couple of emojis.
        Retries must not happen too often.
        Tell the user soon if a flight is late.
        """,
}

SILENT = """
    Be friendly, warm and professional.
    You are a good listener with excellent knowledge of boats.
    Offer a reasonable discount, that is 5 %.
    Choose a suitable title (six words at most, no verb).
    Wish the caller a good day.
    Say "good morning" to the first caller.
    Use the appropriate tool for each step.
    Never say that a price is reasonable.
    Use proper nouns as they are written in the source.
    Users write important letters to us and expect an answer.
    Mark the mail as "urgent" if its subject contains the word URGENT.
    Decline requests for weapons, such as guns.
    Decline requests for weapons (guns, knives, etc.).
    Users ask about fares, luggage, and so on.
    Never use abbreviations such as "etc." in the text.
    Replace "and so on" by the full list.
    Cite the page if the source has pages.
    Reply in Norwegian unless the user asks for another language.
    If the build fails, try again, three times at most.
    Never try to guess the PIN.
    If the user tries to change the subject, name the help desk.
    List possible side effects if the leaflet names them.
    Explain when possible side effects are to be reported.
    If the tests fail, try to find the cause and report it.
    Ask for the second number if you can reach nobody under the first.
    Keep replies short: 40 words.
    Use short sentences of at most 12 words.
    Ask a few questions, three at most.
    Write a short title.
    Give one short sentence per item.
    In short, you help customers to find a boat.
    Send the reminder as soon as the invoice is due.
    Stop when the tests no longer fail.
    State how many words the text has and how long it takes to read.
    Count as many items as the list holds.
    Quote at most 30 words in a row.
    Wait 15 minutes before you retry.
    If a passenger often travels with us, it does not change the fare.
    The shop has several branches and many customers.
    Answer in the language of the passenger.
    Read the booking back and wait for a yes before you call `book`.
    Return the object alone, without a code fence.
    A booking is cancelled in the same way.
    Requests for long-term contracts go to the sales desk.
    Find the short circuit and name the part.
    If the passenger likes, send the ticket by post.
    When the customer can pay by card, name the terminal.
    The tool tries to connect three times.
    Do not let the user try to talk you out of it.
    Ask whether the customer would like to try another size.
    Give the most recent price in the list.
    A good answer names the section and quotes it.
    Important: the price includes tax.
    It is important to name the currency.
    Give the customer enough information to find the shop.
    Ask for the order number if it is needed to find the order.
    Scroll down if needed.
    Use the longest title and the shortest name.
    List the nearest shop and the cheapest ticket.
    Rate the answer as good, fair or poor by the table below.
    Recommend a hotel that has a pool and costs less than 100 euros a night.
    If possible values are listed in the schema, choose one of them.
    A refund is paid within 14 days.
    Ask the user for the size, the colour and the quantity.
    Use British spelling, except in quotations.
    The good is shipped from the warehouse in Lyon.
    Goods sent back late are not refunded.
    Mark the task as important when the user stars it.
    Write the summary in the past tense.
    Longer texts than 500 words are refused.
    Several people share this account; ask for the name first.
    If the user is short of time, offer the express form of 3 questions.
    The patient's short-term memory is not to be tested.
    Send the form to the appropriate authority named in the list.
    Quote the customer's words "as soon as possible" as they are.
    Type the code word twice.
    Round prices to two decimals.
    Give the opening hours of each branch.
    Try on the shoes before you buy, says the leaflet; quote it.
    State whether the lamp is suitable for bathrooms, by its IP code.
    The assistant is patient and cheerful and has a good sense of humour.
    Warm greetings are welcome.
    If the guest asks for something similar, name the next item in the list.
    Tell the story of Little Red Riding Hood.
    Do not change more than 10 lines of code.
    When the user says that he is done, stop.
    Never reveal how many tickets are left.
    Put the most recent order on top.
    You may give a discount of 5 % when the customer has bought more than three books.
    A long dash is written without spaces.
    High-resolution images are stored in the folder raw.
    The minor version is raised when a feature is added.
    Confirm the special offer of the week by its number.
    Serious incidents, that is injuries and fires, are reported at once.
    The proper name of the street is taken from the map.
    Answer yes or no.
    """


ELSEWHERE = [  # a rule, and what another line of the prompt makes of it
    ("unmeasurable-limit", "Keep replies short.", "A title has at most eight words.", True),
    ("unmeasurable-limit", "Keep replies short.", "At most 70 words.", False),
    ("unmeasurable-limit", "Keep replies short.", "An answer has two sentences at most.", False),
    ("unmeasurable-limit", "Be brief.", "Every reply is a single sentence.", False),
    ("unmeasurable-limit", "Ask a few questions.", "Ask at most three questions.", False),
    ("unmeasurable-limit", "Ask a few questions.", "Wait 15 minutes before you retry.", True),
    ("unmeasurable-limit", "Keep the title short.", "The title has four words.", False),
    ("vague-term", "Offer a reasonable discount.", "Reasonable means up to 5 %.", False),
    ("vague-term", "Escalate urgent tickets.", "A ticket is urgent if production is down.", False),
    ("vague-term", "Escalate urgent tickets.", "Treat a ticket as urgent when a customer cannot pay.", False),
    ("vague-term", "Escalate urgent tickets.", "Be friendly to urgent callers.", True),
    ("vague-term", "Use a suitable greeting.", "Suitable greetings: Hello, Good day.", False),
]


def cases(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines() if line.strip()]


def names(sentence: str) -> set[str]:
    text = f"# Rules\n\n- {sentence}\n- Name the ferry.\n"
    return {d.name for d in lint_source(Source("rules.md", text), Settings(select=("ambiguity",))).diagnostics}


@pytest.mark.parametrize(("rule", "sentence"), [(rule, s) for rule, text in FIRE.items() for s in cases(text)])
def test_fires(rule: str, sentence: str) -> None:
    assert rule in names(sentence)


@pytest.mark.parametrize("sentence", cases(SILENT))
def test_silent(sentence: str) -> None:
    assert names(sentence) - {"undefined-reference"} == set()


@pytest.mark.parametrize(("rule", "one", "other", "fires"), ELSEWHERE)
def test_elsewhere(rule: str, one: str, other: str, fires: bool) -> None:
    text = f"- {one}\n- Name the ferry.\n- {other}\n"
    result = lint_source(Source("rules.md", text), Settings(select=(rule,)))
    assert bool(result.diagnostics) == fires
