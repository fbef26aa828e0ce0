"""Lists slots, holds one and confirms it, with the client of openapi-python-client, on a server that runs."""

import os
import time

from frontdesk_client import AuthenticatedClient
from frontdesk_client.api.booking import (
    get_scheduling_slots,
    post_scheduling_appointments_hold,
    post_scheduling_appointments_meeting_uid_confirm,
)
from frontdesk_client.models.booking import Booking
from frontdesk_client.models.post_scheduling_appointments_hold_body import PostSchedulingAppointmentsHoldBody
from frontdesk_client.models.slot_list import SlotList

client = AuthenticatedClient(
    base_url=os.environ["FRONTDESK_ADDRESS"],
    token=os.environ["FRONTDESK_KEY"],
    prefix="",
    auth_header_name="X-API-Key",
)
now = int(time.time())
# For the patient: what is booked before, by another client, may be with another doctor at the same time.
slots = get_scheduling_slots.sync(
    client=client,
    shop_uid="shop-abc123",
    appointment_type_uid="apt-001",
    from_=now,
    to=now + 20 * 86_400,
    patient_profile_uid="pp-xyz789",
    for_me=True,
)
assert isinstance(slots, SlotList), slots
body = PostSchedulingAppointmentsHoldBody(
    appointment_type_uid="apt-001",
    patient_profile_uid="pp-xyz789",
    start_date=slots.data[0].start_date,
    doctor_uid=slots.data[0].doctor_uid,
)
held = post_scheduling_appointments_hold.sync(client=client, body=body)
assert isinstance(held, Booking), held
booked = post_scheduling_appointments_meeting_uid_confirm.sync(held.uid, client=client)
assert isinstance(booked, Booking) and booked.status == "confirmed", booked
print("openapi-python-client: slots, hold and confirm")
